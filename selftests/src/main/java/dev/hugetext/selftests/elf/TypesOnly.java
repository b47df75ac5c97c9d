package dev.hugetext.selftests.elf;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.loader.link.KernelFacts;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A kernel of which only types are known: nothing of this host gets into a trial. */
record TypesOnly(Optional<Btf> types) implements KernelFacts {
  @Override
  public int version() {
    return KernelFacts.versionCode(6, 18, 0);
  }

  @Override
  public Map<String, String> config() {
    return Map.of();
  }

  @Override
  public OptionalLong symbol(String name) {
    return OptionalLong.empty();
  }
}
