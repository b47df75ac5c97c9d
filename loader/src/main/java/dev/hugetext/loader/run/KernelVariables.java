package dev.hugetext.loader.run;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.percpu.PerCpu;
import dev.hugetext.loader.helper.HelperBodies;
import dev.hugetext.loader.helper.HelperBody;
import dev.hugetext.loader.helper.HelperEnv;
import java.util.OptionalLong;

/** Variables of the kernel that compiled code reads, by name. */
final class KernelVariables {
  private final KernelMemory kernel;
  private final long jiffies;

  KernelVariables(KernelMemory kernel) {
    this.kernel = kernel;
    this.jiffies = kernel.kmalloc(Long.BYTES);
  }

  /** The address of a variable; of a per-CPU one its place in each CPU's area. */
  OptionalLong address(String name) {
    return switch (name) {
      case KernelNames.THIS_CPU_OFF -> OptionalLong.of(PerCpu.THIS_CPU_OFF);
      case KernelNames.CPU_NUMBER -> OptionalLong.of(PerCpu.CPU_NUMBER);
      case KernelNames.CALL_DEPTH -> OptionalLong.of(PerCpu.CALL_DEPTH);
      case KernelNames.JIFFIES -> OptionalLong.of(jiffies);
      default -> OptionalLong.empty();
    };
  }

  /** What the timer interrupt does: it sets the time that programs read from memory. */
  void tick(HelperEnv env) {
    HelperBody now = HelperBodies.body(HelperTable.JIFFIES64);
    kernel.memory().putLong(jiffies, now.call(env, 0, 0, 0, 0, 0));
  }
}
