package dev.hugetext.loader.kernel;

import java.nio.charset.StandardCharsets;

/** BTF loaded into the running kernel. */
public final class KernelBtf implements AutoCloseable {

  private static final int LOG_BYTES = 1 << 16;

  private final KernelFd fd;

  private KernelBtf(KernelFd fd) {
    this.fd = fd;
  }

  /** The log lists all types, and a load whose log is too long fails: asked for only afterwards. */
  static Outcome<KernelBtf> load(byte[] btf) {
    try (Attr attr = new Attr()) {
      attr.putPointer(0, btf).putInt(16, btf.length);
      int result = attr.call(BpfCommand.BTF_LOAD);
      return result < 0
          ? new Outcome.Refused<>(BpfCommand.BTF_LOAD.name(), -result, log(btf))
          : new Outcome.Done<>(new KernelBtf(new KernelFd(result)));
    }
  }

  /** The end of what the kernel says about BTF that it refuses. */
  private static String log(byte[] btf) {
    try (Attr attr = new Attr()) {
      var log = attr.buffer(LOG_BYTES);
      attr.putPointer(0, btf).putPointer(8, log);
      attr.putInt(16, btf.length).putInt(20, LOG_BYTES).putInt(24, 1);
      attr.call(BpfCommand.BTF_LOAD);
      return log.getString(0, StandardCharsets.ISO_8859_1); // names may have any bytes
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
