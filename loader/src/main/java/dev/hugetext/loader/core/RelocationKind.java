package dev.hugetext.loader.core;

import java.util.Optional;

/** Which number a relocation wants; the ordinal is its number (UAPI {@code bpf_core_relo_kind}). */
public enum RelocationKind {
  FIELD_BYTE_OFFSET(Subject.FIELD),
  FIELD_BYTE_SIZE(Subject.FIELD),
  FIELD_EXISTS(Subject.FIELD),
  FIELD_SIGNED(Subject.FIELD),
  FIELD_LSHIFT_U64(Subject.FIELD),
  FIELD_RSHIFT_U64(Subject.FIELD),
  TYPE_ID_LOCAL(Subject.TYPE),
  TYPE_ID_TARGET(Subject.TYPE),
  TYPE_EXISTS(Subject.TYPE),
  TYPE_SIZE(Subject.TYPE),
  ENUMVAL_EXISTS(Subject.ENUM_VALUE),
  ENUMVAL_VALUE(Subject.ENUM_VALUE),
  TYPE_MATCHES(Subject.TYPE);

  /** What it is about. */
  enum Subject {
    FIELD,
    TYPE,
    ENUM_VALUE
  }

  private static final RelocationKind[] ALL = values();

  private final Subject subject;

  RelocationKind(Subject subject) {
    this.subject = subject;
  }

  Subject subject() {
    return subject;
  }

  /** The kind with this number; empty if there is none. */
  public static Optional<RelocationKind> ofNumber(int number) {
    return number >= 0 && number < ALL.length ? Optional.of(ALL[number]) : Optional.empty();
  }
}
