package dev.hugetext.loader.run;

import dev.hugetext.loader.helper.HelperEnv;
import dev.hugetext.loader.helper.HelperFault;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.List;
import java.util.Map;

/** An {@link EmulatedKernel} as the helpers of one CPU see it. */
record KernelHelperEnv(
    GuestMemory memory,
    Map<Long, BpfMap> maps,
    KernelClock clock,
    CpuRandom random,
    int cpu,
    List<String> messages)
    implements HelperEnv {

  @Override
  public BpfMap map(long address) {
    BpfMap map = maps.get(address);
    if (map == null) {
      throw new HelperFault("no map at 0x%x".formatted(address));
    }
    return map;
  }

  @Override
  public long monotonicNanos() {
    return clock.read();
  }

  @Override
  public int nextRandom() {
    return random.next(cpu);
  }

  @Override
  public void trace(String message) {
    messages.add(message);
  }
}
