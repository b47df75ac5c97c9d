package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi.FibLookup;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.map.RedirectMap;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Map;

/**
 * Where packets go: to which device, by which route. No packet leaves; a program is told what it
 * would be.
 */
final class RedirectHelpers {
  private static final long U32 = 0xffff_ffffL;
  private static final long XDP_ABORTED = 0;
  private static final long XDP_REDIRECT = 4;
  private static final long TC_ACT_SHOT = 2;
  private static final long TC_ACT_REDIRECT = 7;
  private static final long INGRESS = 1;

  /** {@code struct bpf_redir_neigh}. */
  private static final long NEIGHBOUR_BYTES = 20;

  static final long LOOPBACK = 1;

  private static final long FIB_FLAGS = 0x3f;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  /** {@code BPF_FIB_LKUP_RET_FWD_DISABLED}: the device does not forward, the kernel's default. */
  private static final long FORWARDING_DISABLED = 5;

  private RedirectHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.REDIRECT, (env, _, flags, _, _, _) -> redirect(env.programType(), flags));
    bodies.put(
        HelperTable.REDIRECT_MAP,
        (env, map, key, flags, _, _) -> redirectByMap(env, map, key, flags));
    bodies.put(
        HelperTable.CHECK_MTU,
        (env, context, device, length, difference, flags) ->
            new MtuCheck(env, context, length).check(device & U32, (int) difference, flags));
    bodies.put(
        HelperTable.REDIRECT_PEER,
        (_, _, flags, _, _, _) -> flags == 0 ? TC_ACT_REDIRECT : TC_ACT_SHOT);
    bodies.put(
        HelperTable.REDIRECT_NEIGH,
        (_, _, _, size, flags, _) -> redirectToNeighbour((int) size, flags));
    bodies.put(
        HelperTable.CLONE_REDIRECT, (_, _, device, flags, _, _) -> cloneRedirect(device, flags));
    bodies.put(
        HelperTable.FIB_LOOKUP,
        (env, _, parameters, size, flags, _) ->
            fibLookup(env.memory(), parameters, (int) size, flags & U32));
  }

  private static long redirect(ProgramType type, long flags) {
    if (type == ProgramType.XDP) {
      return flags == 0 ? XDP_REDIRECT : XDP_ABORTED;
    }
    return (flags & ~INGRESS) == 0 ? TC_ACT_REDIRECT : TC_ACT_SHOT;
  }

  private static long redirectByMap(HelperEnv env, long map, long key, long flags) {
    if (env.map(map) instanceof RedirectMap places) {
      return places.redirect(key, flags);
    }
    throw new HelperFault("the map at 0x%x redirects nothing".formatted(map));
  }

  private static long redirectToNeighbour(int size, long flags) {
    boolean tooSmall = size != 0 && size < NEIGHBOUR_BYTES;
    return tooSmall || flags != 0 ? TC_ACT_SHOT : TC_ACT_REDIRECT;
  }

  /** The copy is sent, and so gone. */
  private static long cloneRedirect(long device, long flags) {
    return (flags & ~INGRESS) != 0 || (device & U32) != LOOPBACK ? Errno.EINVAL.negative() : 0;
  }

  /** There is one device and no route, and it does not forward. */
  private static long fibLookup(GuestMemory memory, long parameters, int size, long flags) {
    if (size < FibLookup.SIZE || (flags & ~FIB_FLAGS) != 0) {
      return Errno.EINVAL.negative();
    }
    int family = memory.getByte(parameters + FibLookup.FAMILY);
    if (family != AF_INET && family != AF_INET6) {
      return Errno.EAFNOSUPPORT.negative();
    }
    return memory.getInt(parameters + FibLookup.IFINDEX) == LOOPBACK
        ? FORWARDING_DISABLED
        : Errno.ENODEV.negative();
  }
}
