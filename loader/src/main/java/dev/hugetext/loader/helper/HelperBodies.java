package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.HelperTable;
import java.util.EnumMap;
import java.util.Map;

/** Binds the rows of {@link HelperTable} to their bodies; a row without one is refused at load. */
public final class HelperBodies {
  private static final Map<HelperTable, HelperBody> BODIES = bodies();

  private HelperBodies() {}

  private static Map<HelperTable, HelperBody> bodies() {
    var bodies = new EnumMap<HelperTable, HelperBody>(HelperTable.class);
    MapHelpers.bind(bodies);
    KernelStateHelpers.bind(bodies);
    ProbeHelpers.bind(bodies);
    PrintHelpers.bind(bodies);
    TextHelpers.bind(bodies);
    ChecksumHelpers.bind(bodies);
    PacketBytes.bind(bodies);
    SkbFields.bind(bodies);
    SkbRoom.bind(bodies);
    SkbVlan.bind(bodies);
    SkbTunnel.bind(bodies);
    XdpHelpers.bind(bodies);
    RedirectHelpers.bind(bodies);
    SocketHelpers.bind(bodies);
    EventHelpers.bind(bodies);
    StackHelpers.bind(bodies);
    CallbackHelpers.bind(bodies);
    return bodies;
  }

  /** Whether this helper can run here. */
  public static boolean exists(HelperTable helper) {
    return BODIES.containsKey(helper);
  }

  /**
   * What a helper does.
   *
   * @throws IllegalArgumentException if it has no body; loading refuses programs that call such
   */
  public static HelperBody body(HelperTable helper) {
    HelperBody body = BODIES.get(helper);
    if (body == null) {
      throw new IllegalArgumentException("no body for helper " + helper);
    }
    return body;
  }

  /**
   * Runs a helper.
   *
   * @throws IllegalArgumentException if it has no body
   */
  public static long call(
      HelperTable helper, HelperEnv env, long r1, long r2, long r3, long r4, long r5) {
    return body(helper).call(env, r1, r2, r3, r4, r5);
  }
}
