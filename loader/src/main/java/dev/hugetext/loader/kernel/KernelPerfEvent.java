package dev.hugetext.loader.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A software event of the running Linux that takes what programs output on one CPU, with a ring of
 * pages: perf_event_open(2) of {@code PERF_COUNT_SW_BPF_OUTPUT}. It observes nothing else.
 */
public final class KernelPerfEvent implements AutoCloseable {
  // struct perf_event_attr
  private static final int ATTR_BYTES = 112;
  private static final int SIZE = 4;
  private static final int CONFIG = 8;
  private static final int SAMPLE_PERIOD = 16;
  private static final int SAMPLE_TYPE = 24;
  private static final int TYPE_SOFTWARE = 1;
  private static final long BPF_OUTPUT = 10;
  private static final long SAMPLE_RAW = 1 << 10;

  // struct perf_event_mmap_page, and records behind it
  private static final int DATA_HEAD = 1024;
  private static final int RECORD_SIZE = 6;
  private static final int RECORD_SAMPLE = 9;
  private static final int RECORD_HEADER = 8;
  private static final long DATA_BYTES = 16 * SharedPages.PAGE;

  private final KernelFd fd;
  private final SharedPages pages;

  private KernelPerfEvent(KernelFd fd, SharedPages pages) {
    this.fd = fd;
    this.pages = pages;
  }

  /** An event for the programs that run on {@code cpu}. */
  public static Outcome<KernelPerfEvent> open(int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
      attr.set(JAVA_INT_UNALIGNED, 0, TYPE_SOFTWARE);
      attr.set(JAVA_INT_UNALIGNED, SIZE, ATTR_BYTES);
      attr.set(JAVA_LONG, CONFIG, BPF_OUTPUT);
      attr.set(JAVA_LONG, SAMPLE_PERIOD, 1);
      attr.set(JAVA_LONG, SAMPLE_TYPE, SAMPLE_RAW);
      int result = Syscall.perfEventOpen(attr, cpu);
      if (result < 0) {
        return new Outcome.Refused<>("perf_event_open", -result, "");
      }
      var fd = new KernelFd(result);
      var pages = SharedPages.writable(result, 0, SharedPages.PAGE + DATA_BYTES);
      return new Outcome.Done<>(new KernelPerfEvent(fd, pages));
    }
  }

  /** The descriptor, to be stored in a map; valid until {@link #close}. */
  public int fd() {
    return fd.number();
  }

  /** What programs wrote, in order; it stays. What found no room is lost. */
  public List<byte[]> samples() {
    List<byte[]> samples = new ArrayList<>();
    long head = pages.segment().get(JAVA_LONG, DATA_HEAD);
    for (long at = 0; at < head; ) {
      byte[] record = bytes(at, Short.toUnsignedInt(getShort(at + RECORD_SIZE)));
      MemorySegment fields = MemorySegment.ofArray(record);
      if (fields.get(JAVA_INT_UNALIGNED, 0) == RECORD_SAMPLE) {
        int length = fields.get(JAVA_INT_UNALIGNED, RECORD_HEADER);
        samples.add(fields.asSlice(RECORD_HEADER + Integer.BYTES, length).toArray(JAVA_BYTE));
      }
      at += record.length;
    }
    return samples;
  }

  private short getShort(long at) {
    return pages.segment().get(JAVA_SHORT, SharedPages.PAGE + at % DATA_BYTES);
  }

  /** Bytes of the ring, which may run over its end. */
  private byte[] bytes(long at, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = pages.segment().get(JAVA_BYTE, SharedPages.PAGE + (at + i) % DATA_BYTES);
    }
    return bytes;
  }

  @Override
  public void close() {
    pages.close();
    fd.close();
  }
}
