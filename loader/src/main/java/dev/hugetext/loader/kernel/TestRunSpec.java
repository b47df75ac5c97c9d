package dev.hugetext.loader.kernel;

/**
 * Input of PROG_TEST_RUN.
 *
 * @param data the packet, or empty where the type takes none
 * @param dataOutBytes room for the packet afterwards
 * @param context the context structure, or empty for the kernel's default
 * @param contextOutBytes room for the context afterwards
 * @param repeat how often to run; 0 as once; some types want 0
 * @param flags {@code BPF_F_TEST_*}
 * @param cpu used with the flag that asks for a CPU
 */
public record TestRunSpec(
    byte[] data,
    int dataOutBytes,
    byte[] context,
    int contextOutBytes,
    int repeat,
    int flags,
    int cpu) {

  /** More room than the largest packet of one page may grow to. */
  private static final int DEFAULT_OUT_BYTES = 1 << 14;

  /** One run over a packet, with room for the packet afterwards. */
  public static TestRunSpec ofData(byte[] data) {
    return new TestRunSpec(data, DEFAULT_OUT_BYTES, new byte[0], 0, 1, 0, 0);
  }

  /** One run over a context alone (raw_tracepoint, syscall). */
  public static TestRunSpec ofContext(byte[] context) {
    return new TestRunSpec(new byte[0], 0, context, 0, 0, 0, 0);
  }

  public TestRunSpec withContext(byte[] context, int contextOutBytes) {
    return new TestRunSpec(data, dataOutBytes, context, contextOutBytes, repeat, flags, cpu);
  }

  public TestRunSpec withRepeat(int repeat) {
    return new TestRunSpec(data, dataOutBytes, context, contextOutBytes, repeat, flags, cpu);
  }
}
