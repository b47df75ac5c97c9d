package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.HelperTable;
import java.util.List;
import java.util.Map;

/** Sockets: none is ever found, and those of test packets belong to root and the root cgroup. */
final class SocketHelpers {
  private static final long ROOT = 0;
  private static final long NULL = 0;

  /** The cookie of the first socket, and of the first network namespace. */
  private static final long FIRST = 1;

  private SocketHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    List.of(HelperTable.SK_LOOKUP_TCP, HelperTable.SK_LOOKUP_UDP, HelperTable.SKC_LOOKUP_TCP)
        .forEach(lookup -> bodies.put(lookup, (_, _, _, _, _, _) -> NULL));
    bodies.put(HelperTable.SK_RELEASE, (_, _, _, _, _, _) -> 0);
    bodies.put(HelperTable.SK_FULLSOCK, (_, sock, _, _, _, _) -> sock);
    bodies.put(HelperTable.TCP_SOCK, (_, _, _, _, _, _) -> NULL);
    bodies.put(HelperTable.GET_LISTENER_SOCK, (_, _, _, _, _, _) -> NULL);
    bodies.put(HelperTable.GET_SOCKET_UID, (_, _, _, _, _, _) -> ROOT);
    bodies.put(HelperTable.GET_SOCKET_COOKIE, (_, _, _, _, _, _) -> FIRST);
    bodies.put(HelperTable.GET_NETNS_COOKIE, (_, _, _, _, _, _) -> FIRST);
  }
}
