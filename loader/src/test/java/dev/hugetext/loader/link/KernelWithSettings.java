package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A kernel of which only settings are known. */
record KernelWithSettings(Map<String, String> config) implements KernelFacts {
  @Override
  public Optional<Btf> types() {
    return Optional.empty();
  }

  @Override
  public int version() {
    return KernelFacts.versionCode(6, 18, 0);
  }

  @Override
  public OptionalLong symbol(String name) {
    return OptionalLong.empty();
  }
}
