package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;

/** An environment without maps that remembers what was printed. */
record TestEnv(GuestMemory memory, List<String> traced) implements HelperEnv {
  TestEnv(GuestMemory memory) {
    this(memory, new ArrayList<>());
  }

  @Override
  public BpfMap map(long address) {
    throw new IllegalStateException("no maps here");
  }

  @Override
  public KernelHeap heap() {
    throw new IllegalStateException("no heap here");
  }

  @Override
  public ProgramType programType() {
    return ProgramType.UNSPEC;
  }

  @Override
  public Task task() {
    return Task.testRunner(0);
  }

  @Override
  public long monotonicNanos() {
    return 1;
  }

  @Override
  public int nextRandom() {
    return 4;
  }

  @Override
  public int cpu() {
    return 0;
  }

  @Override
  public long callBack(long function, long r1, long r2, long r3, long r4) {
    throw new IllegalStateException("no program here");
  }

  @Override
  public long[] kernelStack() {
    return new long[0];
  }

  @Override
  public void trace(String message) {
    traced.add(message);
  }
}
