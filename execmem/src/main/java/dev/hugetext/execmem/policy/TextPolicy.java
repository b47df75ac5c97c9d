package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.ExecmemFault;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.x86.memory.PageSize;
import java.util.Optional;
import java.util.Set;

/** The policies for executable memory by name, from the oldest to the latest. */
public enum TextPolicy {
  /** Pages of its own for everybody (up to 5.17). */
  MODULE_ALLOC("module_alloc"),

  /** Packs that BPF's images share (5.18). */
  PROG_PACK("prog_pack"),

  /** The series, with or without its text tail. */
  EXECMEM("execmem"),

  /** Linux's execmem with the ROX cache (6.13). */
  ROX_CACHE("rox_cache");

  private final String text;

  TextPolicy(String text) {
    this.text = text;
  }

  /**
   * What of a policy can be chosen.
   *
   * @param packPages by which pages {@link #PROG_PACK} maps its packs
   * @param faults which bugs {@link #EXECMEM} has
   */
  public record Choices(PageSize packPages, Set<ExecmemFault> faults) {
    /** Packs by 4 KiB pages, no bugs. */
    public static final Choices DEFAULT = new Choices(PageSize.KIB_4, Set.of());

    public Choices {
      faults = Set.copyOf(faults);
    }
  }

  /** As users write it, e.g. {@code prog_pack}. */
  public String text() {
    return text;
  }

  /** Whether programs can lie behind static text. */
  public boolean hasTextTail() {
    return this == EXECMEM;
  }

  /** The oldest kernel on which it can run. */
  public KernelVersion since() {
    return this == ROX_CACHE ? KernelVersion.V6_13 : KernelVersion.V6_1;
  }

  /** The kernel on which it runs unless asked otherwise: the ROX cache as it came to stay. */
  public KernelVersion defaultVersion() {
    return this == ROX_CACHE ? KernelVersion.V6_15 : KernelVersion.V6_1;
  }

  /** The policy written {@code text}, or empty. */
  public static Optional<TextPolicy> of(String text) {
    for (TextPolicy policy : values()) {
      if (policy.text.equals(text)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /**
   * An allocator of this policy.
   *
   * @throws IllegalArgumentException if the kernel is too old for it
   */
  public TextAllocator create(KernelMemory kernel, Choices choices) {
    return switch (this) {
      case MODULE_ALLOC -> new ModuleAlloc(kernel);
      case PROG_PACK -> new ProgPack(kernel, choices.packPages());
      case EXECMEM ->
          kernel.options().mmu() ? new Execmem(kernel, choices.faults()) : new NoMmuText();
      case ROX_CACHE -> new RoxCache(kernel);
    };
  }
}
