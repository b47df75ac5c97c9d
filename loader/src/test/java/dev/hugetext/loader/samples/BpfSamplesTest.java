package dev.hugetext.loader.samples;

import dev.hugetext.loader.run.TestRunner.EmulatedEngine;

/** The samples do what they say by the reference interpreter. */
class BpfSamplesTest
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
        FilterContract,
        WritesContract,
        SizesContract {
  @Override
  public SampleMachine open(String name) {
    return new EmulatedSampleMachine(OpenSample.named(name), EmulatedEngine.BPF);
  }
}
