package dev.hugetext.loader.run;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.percpu.PerCpu;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.loader.helper.HelperBodies;
import dev.hugetext.loader.helper.HelperBody;
import dev.hugetext.loader.helper.HelperEnv;
import dev.hugetext.x86.memory.PageSize;
import java.util.OptionalLong;

/**
 * Variables of the kernel that compiled code reads, by name.
 *
 * <p>Static kernel data are not modelled. What code reads by its address has a page at the end of
 * module space once somebody asks for it: as with Linux's own variables, such addresses are their
 * own sign extension.
 */
final class KernelVariables {
  private static final long PAGE = PageSize.KIB_4.bytes();
  private static final long DATA_BYTES = 16 * PAGE;

  private final KernelMemory kernel;

  /** Address of {@code jiffies}, or 0 as long as nobody asked. */
  private long jiffies;

  KernelVariables(KernelMemory kernel) {
    this.kernel = kernel;
  }

  /**
   * The address of a variable; of a per-CPU one its place in each CPU's area.
   *
   * @throws IllegalArgumentException if there is no memory for it
   */
  OptionalLong address(String name) {
    return switch (name) {
      case KernelNames.THIS_CPU_OFF -> OptionalLong.of(PerCpu.THIS_CPU_OFF);
      case KernelNames.CPU_NUMBER -> OptionalLong.of(PerCpu.CPU_NUMBER);
      case KernelNames.CALL_DEPTH -> OptionalLong.of(PerCpu.CALL_DEPTH);
      case KernelNames.JIFFIES -> OptionalLong.of(jiffies());
      default -> OptionalLong.empty();
    };
  }

  private long jiffies() {
    if (jiffies == 0) {
      long end = kernel.layout().modules().end();
      var range = new AddressRange(end - DATA_BYTES, end);
      var request =
          new VmallocRequest(PAGE, PAGE, range, Protection.PAGE_KERNEL, false, true).zeroed();
      VmStruct page = kernel.vmalloc().allocate(request);
      if (page == null) {
        throw new IllegalArgumentException("no memory for " + KernelNames.JIFFIES);
      }
      jiffies = page.address();
    }
    return jiffies;
  }

  /** What the timer interrupt does: it sets the time that programs read from memory. */
  void tick(HelperEnv env) {
    if (jiffies != 0) {
      HelperBody now = HelperBodies.body(HelperTable.JIFFIES64);
      kernel.memory().putLong(jiffies, now.call(env, 0, 0, 0, 0, 0));
    }
  }
}
