package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.loader.map.KernelHeap;
import java.util.Arrays;

/** {@code struct bpf_sk_lookup} as a test run takes it. */
final class SkLookupTestContext {
  private static final int COOKIE = 0;
  private static final int FAMILY = 8;
  private static final int REMOTE_IP4 = 16;
  private static final int REMOTE_IP6 = 20;
  private static final int LOCAL_IP4 = 40;
  private static final int LOCAL_IP6 = 44;
  private static final int LOCAL_PORT = 60;
  private static final int INGRESS_IFINDEX = 64;
  private static final int SIZE = 72;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int MAX_PORT = 65535;

  private SkLookupTestContext() {}

  static ContextOutcome prepare(TestTarget target, TestInput input, KernelHeap heap) {
    byte[] given = input.context().orElse(new byte[0]);
    if (UserContext.overflows(given, SIZE)) {
      return new ContextOutcome.Refused(
          Errno.E2BIG, "the context is larger than struct bpf_sk_lookup, %d bytes".formatted(SIZE));
    }
    var user = new UserContext(given, SIZE);
    if (given.length == 0 && !input.contextWanted()
        || user.doubleWord(COOKIE) != 0
        || user.doubleWord(INGRESS_IFINDEX) != 0) {
      return TestContexts.invalid(
          "a look-up needs a context, whose cookie and ingress_ifindex are 0");
    }
    if (user.unsigned(LOCAL_PORT) > MAX_PORT) {
      return new ContextOutcome.Refused(
          Errno.ERANGE, "a port is at most %d, not %d".formatted(MAX_PORT, user.word(LOCAL_PORT)));
    }
    int family = user.word(FAMILY);
    if (family != AF_INET && family != AF_INET6) {
      return new ContextOutcome.Refused(
          Errno.EAFNOSUPPORT, "family is %d or %d, not %d".formatted(AF_INET, AF_INET6, family));
    }
    return LayoutTestContext.prepare(
        target, input, visible(user, family == AF_INET), user.toBytes(), heap);
  }

  /** What the program sees: no addresses of the other family. */
  private static byte[] visible(UserContext user, boolean ipv4) {
    byte[] bytes = user.toBytes();
    if (ipv4) {
      Arrays.fill(bytes, REMOTE_IP6, REMOTE_IP6 + 16, (byte) 0);
      Arrays.fill(bytes, LOCAL_IP6, LOCAL_IP6 + 16, (byte) 0);
    } else {
      Arrays.fill(bytes, REMOTE_IP4, REMOTE_IP4 + 4, (byte) 0);
      Arrays.fill(bytes, LOCAL_IP4, LOCAL_IP4 + 4, (byte) 0);
    }
    return bytes;
  }
}
