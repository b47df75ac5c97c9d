package dev.hugetext.bench;

import dev.hugetext.bpf.isa.RawInsn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * The programs that engines are measured with: {@code u64 prog(u8 *mem, u64 len)} over 8192 bytes,
 * the first half input. Sources and eBPF code (clang 16, {@code -O2 -mcpu=v3}) are resources beside
 * this class.
 */
public enum BenchProgram {
  /** Internet checksum by 16-bit loads. */
  CSUM(0x3970L),
  /** A loop of register arithmetic. */
  FIB(0x9a7e551613168559L),
  /** Comparisons and shifts. */
  LOG2(0xbd6bL),
  /** Copies by bytes, then by words. */
  MEMCPY(0xa2e58e2769c28a7cL),
  /** Shifts, adds, exclusive ors. */
  SIPHASH(0x5b686e92c7ea73c0L),
  /** Packet parsing and a trie walk. */
  XDPLPM(8);

  /** Size of the memory that a program gets, in bytes. */
  public static final int MEMORY_BYTES = 8192;

  private static final long SEED = 0x9E3779B97F4A7C15L;

  private final long result;

  BenchProgram(long result) {
    this.result = result;
  }

  /** What the C source, compiled by gcc for the host, returns for {@link #input}. */
  public long result() {
    return result;
  }

  /** Its eBPF instructions. */
  public List<RawInsn> insns() {
    String file = name().toLowerCase(Locale.ROOT) + ".bin";
    try (InputStream in = BenchProgram.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return RawInsn.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /** The memory before a run: 4 KiB of xorshift words, 4 KiB of zeros. */
  public static byte[] input() {
    ByteBuffer bytes = ByteBuffer.allocate(MEMORY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long word = SEED;
    while (bytes.position() < MEMORY_BYTES / 2) {
      word ^= word << 13;
      word ^= word >>> 7;
      word ^= word << 17;
      bytes.putLong(word);
    }
    return bytes.array();
  }
}
