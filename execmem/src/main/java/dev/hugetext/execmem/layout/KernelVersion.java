package dev.hugetext.execmem.layout;

import java.util.Optional;

/** The kernels whose memory management can be emulated; V6_1 is the base of the patch series. */
public enum KernelVersion {
  V6_1("6.1");

  private final String text;

  KernelVersion(String text) {
    this.text = text;
  }

  /** As users write it, e.g. {@code 6.1}. */
  public String text() {
    return text;
  }

  /** The version written {@code text}, or empty. */
  public static Optional<KernelVersion> of(String text) {
    for (KernelVersion version : values()) {
      if (version.text.equals(text)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
