package dev.hugetext.loader.command;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.RunningKernelProgram;
import java.util.List;

/**
 * A map that comes without an object, and what is in it before the run beside what its slots name.
 */
record MapRequest(MapDef def, List<Entry> init) {
  MapRequest {
    init = List.copyOf(init);
  }

  /** One element. */
  record Entry(byte[] key, byte[] value) {}

  /**
   * Stores the elements.
   *
   * @param requests what the maps come from, in their order; as many, or none
   * @throws UsageException if a map refuses an element
   */
  static void fill(List<MapRequest> requests, List<BpfMap> maps) {
    for (int i = 0; i < requests.size(); i++) {
      BpfMap map = maps.get(i);
      for (Entry entry : requests.get(i).init) {
        byte[] value = requests.get(i).userValue(entry, map.syscalls().valueSize());
        long refused = map.syscalls().update(entry.key, value, 0);
        if (refused != 0) {
          throw requests.get(i).refused(Errno.text((int) -refused));
        }
      }
    }
  }

  /** The same in the running kernel. */
  static void fill(List<MapRequest> requests, RunningKernelProgram program) {
    for (int i = 0; i < requests.size(); i++) {
      for (Entry entry : requests.get(i).init) {
        byte[] value = requests.get(i).userValue(entry, program.valueSize(i));
        try {
          program.put(i, entry.key, value);
        } catch (IllegalArgumentException refused) {
          throw requests.get(i).refused(String.valueOf(refused.getMessage()));
        }
      }
    }
  }

  private UsageException refused(String why) {
    return new UsageException("map '%s': an element is refused: %s".formatted(def.name(), why));
  }

  /**
   * The value as bpf(2) takes it: a per-CPU map gets one value for every CPU, or the values of all.
   */
  private byte[] userValue(Entry entry, int userBytes) {
    byte[] value = entry.value;
    boolean isForAll = def.type().isPerCpu() && value.length == def.valueSize();
    if (entry.key.length != def.keySize() || (value.length != userBytes && !isForAll)) {
      throw new UsageException(
          "map '%s': an element has %d + %d bytes, not %d + %d"
              .formatted(
                  def.name(), entry.key.length, value.length, def.keySize(), def.valueSize()));
    }
    if (value.length == userBytes) {
      return value;
    }
    byte[] values = new byte[userBytes];
    for (int at = 0; at < userBytes; at += MapContents.stride(def)) {
      System.arraycopy(value, 0, values, at, value.length);
    }
    return values;
  }
}
