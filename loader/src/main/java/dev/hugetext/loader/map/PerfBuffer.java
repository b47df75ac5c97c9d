package dev.hugetext.loader.map;

import java.util.ArrayList;
import java.util.List;

/**
 * A software event that takes what programs output ({@code PERF_COUNT_SW_BPF_OUTPUT}) on one CPU,
 * with an unbounded buffer.
 *
 * @param cpu the CPU whose programs may write into it
 */
public record PerfBuffer(int id, long address, int cpu, List<byte[]> samples) implements MapObject {
  /** An empty one. */
  public PerfBuffer(int id, long address, int cpu) {
    this(id, address, cpu, new ArrayList<>());
  }
}
