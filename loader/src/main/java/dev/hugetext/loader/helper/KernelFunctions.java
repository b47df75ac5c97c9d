package dev.hugetext.loader.helper;

import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.bpf.proto.MapFunction;
import dev.hugetext.loader.map.Htab;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything in the kernel's text that programs call, by name: the helpers, and what rewriting puts
 * in place of some of them.
 */
public final class KernelFunctions {
  private static final Map<String, HelperBody> BODIES = bodies();

  private KernelFunctions() {}

  private static Map<String, HelperBody> bodies() {
    var bodies = new LinkedHashMap<String, HelperBody>();
    for (HelperTable helper : HelperTable.values()) {
      if (HelperBodies.exists(helper)) {
        bodies.put(helper.kernelName(), HelperBodies.body(helper));
      }
    }
    for (MapFunction function : MapFunction.values()) {
      if (HelperBodies.exists(function.helper())) {
        bodies.put(function.kernelName(), body(function));
      }
    }
    for (MemSize size : List.of(MemSize.B, MemSize.H, MemSize.W)) {
      bodies.put(
          KernelNames.packetLoad(size.bits()),
          (env, skb, offset, _, _, _) -> PacketLoad.load(env, skb, (int) offset, size));
    }
    return bodies;
  }

  private static HelperBody body(MapFunction function) {
    HelperTable helper = function.helper();
    return function.findsElement()
        ? (env, map, key, _, _, _) -> element(env, map, key)
        : HelperBodies.body(helper);
  }

  private static long element(HelperEnv env, long map, long key) {
    byte[] bytes = env.memory().read(key, env.map(map).def().keySize());
    return env.map(map) instanceof Htab table ? table.lookupElement(bytes) : 0;
  }

  /** The names of all. */
  public static Set<String> names() {
    return BODIES.keySet();
  }

  /**
   * What one does.
   *
   * @throws IllegalArgumentException if there is no such function
   */
  public static HelperBody body(String name) {
    HelperBody body = BODIES.get(name);
    if (body == null) {
      throw new IllegalArgumentException("no kernel function " + name);
    }
    return body;
  }
}
