package dev.hugetext.loader.run;

import dev.hugetext.x86.cpu.ShootdownMode;
import java.util.Objects;

/**
 * What kind of machine an emulated kernel runs on, and how much it is worn.
 *
 * @param shootdown how CPUs flush each other's TLBs
 * @param mmu false for one without memory management unit
 * @param archHooks false for an architecture that cannot write to text in use
 * @param order9Blocks how many blocks of 2 MiB fragmentation has left; negative for no limit
 * @param kaslr whether the seed decides where everything lies
 */
public record HardwareSetup(
    ShootdownMode shootdown, boolean mmu, boolean archHooks, long order9Blocks, boolean kaslr) {
  /** Interrupts, nothing missing, memory unfragmented, addresses as documented. */
  public static final HardwareSetup DEFAULT =
      new HardwareSetup(ShootdownMode.IPI, true, true, -1, false);

  public HardwareSetup {
    Objects.requireNonNull(shootdown, "shootdown");
  }

  /** The same with other flushes. */
  public HardwareSetup withShootdown(ShootdownMode mode) {
    return new HardwareSetup(mode, mmu, archHooks, order9Blocks, kaslr);
  }

  /** The same with or without memory management unit. */
  public HardwareSetup withMmu(boolean on) {
    return new HardwareSetup(shootdown, on, archHooks, order9Blocks, kaslr);
  }

  /** The same on an architecture that can write to text in use, or not. */
  public HardwareSetup withArchHooks(boolean on) {
    return new HardwareSetup(shootdown, mmu, on, order9Blocks, kaslr);
  }

  /** The same with only so many blocks of 2 MiB left. */
  public HardwareSetup withOrder9Blocks(long blocks) {
    return new HardwareSetup(shootdown, mmu, archHooks, blocks, kaslr);
  }

  /** The same with addresses that depend on the seed, or not. */
  public HardwareSetup withKaslr(boolean on) {
    return new HardwareSetup(shootdown, mmu, archHooks, order9Blocks, on);
  }
}
