package dev.hugetext.loader.kernel;

/** BTF loaded into the running kernel. */
public final class KernelBtf implements AutoCloseable {

  private static final int LOG_BYTES = 1 << 16;

  private final KernelFd fd;

  private KernelBtf(KernelFd fd) {
    this.fd = fd;
  }

  static Outcome<KernelBtf> load(byte[] btf) {
    try (Attr attr = new Attr()) {
      var log = attr.buffer(LOG_BYTES);
      attr.putPointer(0, btf).putPointer(8, log);
      attr.putInt(16, btf.length).putInt(20, LOG_BYTES).putInt(24, 1);
      int result = attr.call(BpfCommand.BTF_LOAD);
      return result < 0
          ? new Outcome.Refused<>(BpfCommand.BTF_LOAD.name(), -result, log.getString(0))
          : new Outcome.Done<>(new KernelBtf(new KernelFd(result)));
    }
  }

  /** The descriptor; valid until {@link #close}. */
  public int fd() {
    return fd.number();
  }

  @Override
  public void close() {
    fd.close();
  }
}
