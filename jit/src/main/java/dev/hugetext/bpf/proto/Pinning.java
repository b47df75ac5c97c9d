package dev.hugetext.bpf.proto;

import java.util.Optional;

/**
 * Whether user space keeps a map under a name, in the file system for BPF; the ordinal is the
 * number in a map's definition (libbpf's {@code enum libbpf_pin_type}).
 */
public enum Pinning {
  /** It lives as long as somebody uses it. */
  NONE,
  /** Under its own name: objects that name it so share it. */
  BY_NAME;

  private static final Pinning[] ALL = values();

  /** The one with this number; empty if there is none. */
  public static Optional<Pinning> ofNumber(int number) {
    return number >= 0 && number < ALL.length ? Optional.of(ALL[number]) : Optional.empty();
  }
}
