package dev.hugetext.loader.samples;

import dev.hugetext.loader.kernel.KernelAssumption;
import org.junit.jupiter.api.BeforeEach;

/** The samples do what they say in the running kernel: opened by us, run by it. */
class KernelSamplesTest
    implements FirewallContract,
        CounterContract,
        TextRatioContract,
        BalancerContract,
        ArithmeticContract,
        TailChainContract,
        LengthsContract,
        RouterContract,
        EventsContract,
        AtomicContract,
        FilterContract {
  @BeforeEach
  void kernelAnswers() {
    KernelAssumption.required();
  }

  @Override
  public SampleMachine open(String name) {
    return new KernelSampleMachine(OpenSample.named(name));
  }
}
