package dev.hugetext.loader.samples;

import dev.hugetext.loader.run.TestRunner.EmulatedEngine;

/** The samples do what they say by the reference interpreter. */
class BpfSamplesTest
    implements FirewallContract,
        CounterContract,
        TextRatioContract,
        BalancerContract,
        ArithmeticContract {
  @Override
  public SampleMachine open(String name) {
    return new EmulatedSampleMachine(name, EmulatedEngine.BPF);
  }
}
