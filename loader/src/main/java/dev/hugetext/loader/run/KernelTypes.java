package dev.hugetext.loader.run;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.BtfSection;
import dev.hugetext.loader.kernel.KernelBtf;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.ProgramSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** BTF in the running Linux, and what of it maps and programs need. */
record KernelTypes(KernelBtf btf, Btf structs) implements AutoCloseable {
  /**
   * Hands them to the kernel.
   *
   * @throws IllegalArgumentException if they cannot be read
   * @throws IllegalStateException if the kernel refuses them
   */
  static KernelTypes load(byte[] types) {
    try {
      return new KernelTypes(Bpf.loadBtf(types).orThrow(), Btf.parse(types, "types"));
    } catch (BtfException unreadable) {
      throw new IllegalArgumentException(unreadable);
    }
  }

  /** A map whose value is the struct with the map's name. */
  MapSpec describe(MapDef map, MapSpec spec) {
    if (!map.types().known()) {
      return spec;
    }
    int key = structs.find(BtfKind.INT, "int").orElseThrow();
    int value = structs.find(BtfKind.STRUCT, map.name()).orElseThrow();
    return spec.withTypes(new MapSpec.TypeIds(btf.fd(), key, value));
  }

  /** A program with the types that its functions have here, if they have any. */
  ProgramSpec describe(BpfProgram program, ProgramSpec spec) {
    List<FuncInfo> typed = program.funcs().stream().filter(info -> info.type() != 0).toList();
    if (typed.isEmpty()) {
      return spec;
    }
    ByteBuffer records =
        ByteBuffer.allocate(typed.size() * 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    typed.forEach(info -> records.putInt(info.start()).putInt(info.type()));
    return spec.withBtf(BtfSection.of(btf, records.array(), new byte[0]));
  }

  @Override
  public void close() {
    btf.close();
  }
}
