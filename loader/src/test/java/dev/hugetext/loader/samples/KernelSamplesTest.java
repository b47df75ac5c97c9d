package dev.hugetext.loader.samples;

import dev.hugetext.loader.kernel.KernelAssumption;
import dev.hugetext.loader.link.ObjectOpener;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeEach;

/** The samples do what they say in the running kernel: opened by us, run by it. */
class KernelSamplesTest
    implements FirewallContract,
        CounterContract,
        TextRatioContract,
        BalancerContract,
        ArithmeticContract {
  @BeforeEach
  void kernelAnswers() {
    KernelAssumption.required();
  }

  @Override
  public SampleMachine open(String name) {
    try {
      return new KernelSampleMachine(ObjectOpener.open(Sample.object(name)).programs().getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
