package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import java.util.List;

/** A kernel with one policy, on which an experiment runs. */
final class ExperimentKernel implements AutoCloseable {
  private final KernelSetup setup;
  private final Machine machine;
  private final KernelMemory kernel;
  private final TextAllocator text;

  private ExperimentKernel(KernelSetup setup, MachineSpec spec, BootOptions options) {
    this.setup = setup;
    machine = new Machine(spec);
    KernelLayout layout = setup.layout();
    KernelImage image = KernelImage.withFunctions(layout, List.of());
    kernel = KernelMemory.boot(layout, image, machine, options);
    text = setup.text().policy().create(kernel, setup.text().choices());
  }

  static ExperimentKernel boot(KernelSetup setup) {
    return boot(setup, setup.machineSpec(), setup.bootOptions());
  }

  /** On another machine or booted otherwise than the setup says. */
  static ExperimentKernel boot(KernelSetup setup, MachineSpec spec, BootOptions options) {
    return new ExperimentKernel(setup, spec, options);
  }

  KernelSetup setup() {
    return setup;
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

  @Override
  public void close() {
    machine.close();
  }
}
