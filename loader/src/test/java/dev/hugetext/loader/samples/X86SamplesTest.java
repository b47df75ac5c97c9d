package dev.hugetext.loader.samples;

import dev.hugetext.loader.run.TestRunner.EmulatedEngine;

/** The samples do what they say by the x86 interpreter, over compiled code. */
class X86SamplesTest
    implements FirewallContract,
        CounterContract,
        TextRatioContract,
        BalancerContract,
        ArithmeticContract {
  @Override
  public SampleMachine open(String name) {
    return new EmulatedSampleMachine(name, EmulatedEngine.X86);
  }
}
