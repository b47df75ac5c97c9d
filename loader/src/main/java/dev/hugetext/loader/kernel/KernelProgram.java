package dev.hugetext.loader.kernel;

/** A program of the running kernel; gone when closed. */
public final class KernelProgram implements AutoCloseable {

  private final KernelFd fd;
  private final String log;

  KernelProgram(KernelFd fd, String log) {
    this.fd = fd;
    this.log = log;
  }

  /** The descriptor; valid until {@link #close}. */
  public int fd() {
    return fd.number();
  }

  /** The verifier's text at the log level that was asked for; empty at level 0. */
  public String log() {
    return log;
  }

  /** Rewritten instructions, machine code and its lengths, map ids. */
  public Outcome<ProgramInfo> info() {
    return ProgramInfoReader.read(fd());
  }

  /** PROG_TEST_RUN. */
  public Outcome<TestRunResult> testRun(TestRunSpec spec) {
    return ProgramTestRun.run(fd(), spec);
  }

  @Override
  public void close() {
    fd.close();
  }
}
