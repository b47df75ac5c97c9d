package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A kernel of which only the version is known: that of the emulated verifier and compiler. */
public final class UnknownKernel implements KernelFacts {
  private static final int VERSION = KernelFacts.versionCode(6, 18, 0);

  /** Without types, settings and symbols. */
  public UnknownKernel() {}

  @Override
  public Optional<Btf> types() {
    return Optional.empty();
  }

  @Override
  public int version() {
    return VERSION;
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
