package dev.hugetext.loader.link;

import java.util.Optional;

/** The sections of variables of operations, by name. */
enum StructOpsSection {
  /** In force as long as the map is. */
  PLAIN(".struct_ops"),
  /** In force as long as a link is. */
  LINK(".struct_ops.link"),
  /** The map is only made when asked for. */
  ON_DEMAND("?.struct_ops"),
  LINK_ON_DEMAND("?.struct_ops.link");

  private final String text;

  StructOpsSection(String text) {
    this.text = text;
  }

  static Optional<StructOpsSection> of(String section) {
    for (StructOpsSection kind : values()) {
      if (kind.text.equals(section)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  boolean isOnDemand() {
    return this == ON_DEMAND || this == LINK_ON_DEMAND;
  }

  boolean hasLink() {
    return this == LINK || this == LINK_ON_DEMAND;
  }
}
