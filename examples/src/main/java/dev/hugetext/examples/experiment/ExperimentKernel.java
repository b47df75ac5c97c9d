package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.policy.ClassicText;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import java.util.List;

/** A kernel with one policy, on which an experiment runs. */
final class ExperimentKernel implements AutoCloseable {
  private final Configuration configuration;
  private final Machine machine;
  private final KernelMemory kernel;
  private final TextAllocator text;

  /** On another machine or booted otherwise than the configuration's setup says. */
  ExperimentKernel(Configuration configuration, MachineSpec spec, BootOptions options) {
    this.configuration = configuration;
    KernelSetup setup = configuration.setup();
    machine = new Machine(spec);
    KernelLayout layout = setup.layout();
    KernelImage image = KernelImage.withFunctions(layout, List.of());
    kernel = KernelMemory.boot(layout, image, machine, options);
    text = setup.text().policy().create(kernel, setup.text().choices());
  }

  static ExperimentKernel boot(Configuration configuration) {
    KernelSetup setup = configuration.setup();
    return new ExperimentKernel(configuration, setup.machineSpec(), setup.bootOptions());
  }

  Configuration configuration() {
    return configuration;
  }

  Machine machine() {
    return machine;
  }

  KernelMemory kernel() {
    return kernel;
  }

  TextAllocator text() {
    return text;
  }

  /** Calls of {@code set_vm_flush_reset_perms}, which only the classic way of loading makes. */
  long resetPermsCalls() {
    return text instanceof ClassicText classic ? classic.resetPermsCalls() : 0;
  }

  @Override
  public void close() {
    machine.close();
  }
}
