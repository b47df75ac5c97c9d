package dev.hugetext.loader.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelAssumption;
import dev.hugetext.loader.kernel.KernelBtf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.link.RunningKernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Maps of operations, made here and by the running Linux; nothing is registered there. */
class StructOpsMapTest {
  /** Operations that every Linux with TCP lets programs implement. */
  private static final String HOLDER = "bpf_struct_ops_tcp_congestion_ops";

  @Test
  void theyAreMadeAndRefusedAsByTheKernel() throws IOException {
    KernelAssumption.required();
    Btf types = RunningKernel.withItsTypes().types().orElseThrow();
    int holder = types.find(BtfKind.STRUCT, HOLDER).orElseThrow();
    int bytes = (int) types.size(holder).orElseThrow();
    MapDef right =
        MapDef.of("ops", MapType.STRUCT_OPS, 4, bytes, 1).withTypes(MapTypes.ofKernel(holder));
    List<String> differences = new ArrayList<>();
    int made = 0;
    try (MapFixture here = new MapFixture();
        KernelBtf btf = Bpf.loadBtf(oneInteger()).orThrow()) {
      for (MapDef def : around(right)) {
        int ours = here.errno(def);
        int theirs = theirs(def, btf);
        made += ours == 0 ? 1 : 0;
        if (ours != theirs) {
          differences.add("%s: here %d, Linux %d".formatted(def, ours, theirs));
        }
      }
    }
    assertEquals(List.of(), differences);
    assertEquals(2, made); // plain, and with a link
  }

  /** The definition with each attribute changed. */
  private static List<MapDef> around(MapDef right) {
    List<MapDef> defs = new ArrayList<>();
    defs.add(right);
    defs.add(right.withTypes(MapTypes.NONE));
    defs.add(right.withMapExtra(1));
    for (int size : new int[] {0, 3, 8}) {
      defs.add(MapDef.of("ops", right.type(), size, right.valueSize(), 1).withTypes(right.types()));
    }
    for (int entries : new int[] {0, 2, -1}) {
      defs.add(right.withMaxEntries(entries));
    }
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if (1 << bit != MapFlag.VTYPE_BTF_OBJ_FD.bit()) { // which wants a module's descriptor, too
        defs.add(right.withFlags(1 << bit));
      }
    }
    return defs;
  }

  /** BTF of one {@code int}: Linux wants some wherever a definition names types. */
  private static byte[] oneInteger() {
    return ByteBuffer.allocate(45)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x0001_eb9f) // magic, version
        .putInt(24) // length of this header
        .putInt(0)
        .putInt(16) // types
        .putInt(16)
        .putInt(5) // strings
        .putInt(1)
        .putInt(1 << 24)
        .putInt(4)
        .putInt(1 << 24 | 32) // signed, 32 bits
        .put("\0int\0".getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static int theirs(MapDef def, KernelBtf btf) {
    var ids = new MapSpec.TypeIds(btf.fd(), 0, 0, def.types().kernelValue());
    return switch (Bpf.createMap(MapSpec.of(def).withTypes(ids))) {
      case Outcome.Done<KernelMap>(KernelMap map) -> {
        map.close();
        yield 0;
      }
      case Outcome.Refused<KernelMap> refused -> refused.errno();
    };
  }
}
