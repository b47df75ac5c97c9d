package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.EnumSet;
import java.util.Set;

/** Which programs may touch packet bytes directly, and which helpers may be given them. */
final class PacketRights {
  private static final Set<ProgramType> READERS =
      EnumSet.of(
          ProgramType.LWT_IN,
          ProgramType.LWT_OUT,
          ProgramType.LWT_SEG6LOCAL,
          ProgramType.SK_REUSEPORT,
          ProgramType.FLOW_DISSECTOR,
          ProgramType.CGROUP_SKB);
  private static final Set<ProgramType> WRITERS =
      EnumSet.of(
          ProgramType.SCHED_CLS,
          ProgramType.SCHED_ACT,
          ProgramType.XDP,
          ProgramType.LWT_XMIT,
          ProgramType.SK_SKB,
          ProgramType.SK_MSG,
          ProgramType.CGROUP_SOCKOPT);

  /** Helpers that work on memory which may move under them are not in this list. */
  private static final Set<HelperTable> TAKE_PACKET =
      EnumSet.of(
          HelperTable.MAP_LOOKUP_ELEM,
          HelperTable.MAP_UPDATE_ELEM,
          HelperTable.MAP_DELETE_ELEM,
          HelperTable.CSUM_DIFF);

  private PacketRights() {}

  /** Whether programs of this type may store to the packet. */
  static boolean mayWrite(ProgramType type) {
    return WRITERS.contains(type);
  }

  /** Whether a program of this type may give packet memory to the helper. */
  static boolean mayPass(ProgramType type, HelperTable helper) {
    return (WRITERS.contains(type) || READERS.contains(type)) && TAKE_PACKET.contains(helper);
  }
}
