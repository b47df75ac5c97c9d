package dev.hugetext.verifier.state;

import dev.hugetext.verifier.domain.Scalar;

/** What is known of a register or a spilled register. */
public sealed interface RegValue {
  /** Never written on this path, or lost. */
  record NotInit() implements RegValue {
    public static final NotInit VALUE = new NotInit();
  }

  /**
   * A number.
   *
   * @param number what is known of it
   * @param id numbers with the same id are equal (up to {@code delta}); 0 is none
   * @param delta what was added to the number that carries the id, unless {@link Link#SAME}
   * @param link how the number comes from that of its id
   * @param precise whether a decision depended on the exact number, so that only a number within it
   *     is covered by it
   */
  record ScalarValue(Scalar number, int id, int delta, Link link, boolean precise)
      implements RegValue {
    /** A number of which nothing is known. */
    public static final ScalarValue UNKNOWN =
        new ScalarValue(Scalar.UNKNOWN, 0, 0, Link.SAME, false);

    /** The number 0. */
    public static final ScalarValue ZERO = new ScalarValue(Scalar.ZERO, 0, 0, Link.SAME, false);

    /** The same with another description. */
    public ScalarValue withNumber(Scalar number) {
      return new ScalarValue(number, id, delta, link, precise);
    }

    /** The same with an id of its own, or none. */
    public ScalarValue withId(int id) {
      return this.id == id && link == Link.SAME
          ? this
          : new ScalarValue(number, id, 0, Link.SAME, precise);
    }

    /** The same as the number of its id plus {@code delta}. */
    public ScalarValue withDelta(int delta, Link link) {
      return new ScalarValue(number, id, delta, link, precise);
    }

    /** Whether a constant was added to the number of its id. */
    public boolean isShifted() {
      return link != Link.SAME;
    }

    /** The same, marked or not as exact. */
    public ScalarValue withPrecise(boolean precise) {
      return this.precise == precise ? this : new ScalarValue(number, id, delta, link, precise);
    }
  }

  /**
   * A pointer: an object, a constant offset and a variable one.
   *
   * @param type what it points to
   * @param maybeNull whether it may be null instead
   * @param off constant offset in bytes
   * @param var variable offset; only its 64-bit half is tracked
   * @param id packet pointers with the same id have the same variable offset; pointers that may be
   *     null with the same id are null together; 0 is none
   * @param range packet bytes known to be there after the variable offset, or one of {@link
   *     #AT_PACKET_END}, {@link #BEYOND_PACKET_END}; for plain memory its bytes
   * @param map index of the map, for pointers to maps and into their values; else -1
   * @param frame number of the frame a stack pointer points into; else 0
   * @param reference id of the acquired reference that keeps the object alive; 0 is none
   */
  record PointerValue(
      PointerType type,
      boolean maybeNull,
      int off,
      Scalar var,
      int id,
      int range,
      int map,
      int frame,
      int reference)
      implements RegValue {
    /** Compared and found to be the packet's end or beyond. */
    public static final int AT_PACKET_END = -1;

    /** Compared and found to be beyond the packet's end. */
    public static final int BEYOND_PACKET_END = -2;

    /** A pointer to the start of an object without number. */
    public static PointerValue to(PointerType type) {
      return new PointerValue(type, false, 0, Scalar.ZERO, 0, 0, -1, 0, 0);
    }

    /** A pointer to a map, or into its value. */
    public static PointerValue ofMap(PointerType type, int map, int off) {
      return new PointerValue(type, false, off, Scalar.ZERO, 0, 0, map, 0, 0);
    }

    /** The frame pointer of a frame. */
    public static PointerValue framePointer(int frame) {
      return new PointerValue(PointerType.STACK, false, 0, Scalar.ZERO, 0, 0, -1, frame, 0);
    }

    /** A pointer to {@code size} bytes of plain memory. */
    public static PointerValue ofMemory(PointerType type, int size) {
      return new PointerValue(type, false, 0, Scalar.ZERO, 0, size, -1, 0, 0);
    }

    /** Bytes of the plain memory it points to. */
    public long bytes() {
      return Integer.toUnsignedLong(range);
    }

    /** The same, null or not, and known by {@code id}. */
    public PointerValue orNull(int id) {
      return new PointerValue(type, true, off, var, id, range, map, frame, reference);
    }

    /** The same after a check that it is not null. */
    public PointerValue notNull() {
      return new PointerValue(type, false, off, var, 0, range, map, frame, reference);
    }

    /** The same as another kind of pointer. */
    public PointerValue as(PointerType type, int map) {
      return new PointerValue(type, maybeNull, off, var, id, range, map, frame, reference);
    }

    /** The same with another name. */
    public PointerValue withId(int id) {
      return new PointerValue(type, maybeNull, off, var, id, range, map, frame, reference);
    }

    /** The same, kept alive by a reference. */
    public PointerValue withReference(int reference) {
      return new PointerValue(type, maybeNull, off, var, id, range, map, frame, reference);
    }

    /** The same with another constant offset. */
    public PointerValue withOff(int off) {
      return new PointerValue(type, maybeNull, off, var, id, range, map, frame, reference);
    }

    /** The same with other knowledge of how far the packet reaches. */
    public PointerValue withRange(int range) {
      return new PointerValue(type, maybeNull, off, var, id, range, map, frame, reference);
    }

    /** The same with a variable offset; packet pointers get a new id and range with it. */
    public PointerValue withVar(Scalar var, int id, int range) {
      return new PointerValue(type, maybeNull, off, var, id, range, map, frame, reference);
    }
  }

  /** Whether it is the number 0, also known as the null pointer. */
  default boolean isZero() {
    return this instanceof ScalarValue scalar && scalar.number().isZero();
  }

  /** The kernel's word for the type, e.g. {@code scalar}, {@code map_value_or_null}. */
  default String typeText() {
    return switch (this) {
      case NotInit ignored -> "?";
      case ScalarValue ignored -> "scalar";
      case PointerValue pointer -> pointer.type().text() + (pointer.maybeNull() ? "_or_null" : "");
    };
  }
}
