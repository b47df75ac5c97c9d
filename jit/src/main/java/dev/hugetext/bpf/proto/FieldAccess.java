package dev.hugetext.bpf.proto;

import java.util.List;

/**
 * How an access to a context field becomes accesses to kernel structures: the cases are all the
 * shapes that Linux 6.18 uses for {@code xdp_md} and {@code __sk_buff} (measured). Offsets are
 * {@link KernelAbi}'s, in bytes from the kernel structure behind the context.
 *
 * <p>{@link #width} is the size of the kernel's field: a narrower load is followed by a shift and a
 * mask, a load at least as wide is not.
 */
public sealed interface FieldAccess {
  /** Size of the kernel's field in bytes. */
  int width();

  /** The same bytes in any width: the n-th byte of the field is the n-th of the kernel's. */
  record Mirrored(int offset) implements FieldAccess {
    @Override
    public int width() {
      return 1;
    }
  }

  /** One load or store. */
  record Plain(int width, int offset) implements FieldAccess {}

  /** A load and a mask, for bit fields; {@code width} is 1. */
  record Bits(int offset, int mask) implements FieldAccess {
    @Override
    public int width() {
      return 1;
    }
  }

  /**
   * Follows pointers at {@code pointers}, each in the structure before, to a field.
   *
   * @param nullCheck whether a null first pointer gives 0 instead of being followed
   */
  record Behind(List<Integer> pointers, boolean nullCheck, int width, int offset)
      implements FieldAccess {
    public Behind {
      pointers = List.copyOf(pointers);
    }
  }

  /**
   * A field behind one pointer that is also written.
   *
   * @param scratch where the kernel's structure has room for a register meanwhile, bytes
   */
  record WritableBehind(Behind field, int scratch) implements FieldAccess {
    @Override
    public int width() {
      return field.width();
    }
  }

  /** A field that the program sees {@code bits} further left: the port of a socket's peer. */
  record Shifted(Behind field, int bits) implements FieldAccess {
    @Override
    public int width() {
      return field.width();
    }
  }

  /** 1 if the 4-byte field is not 0. */
  record NonZero(int offset) implements FieldAccess {
    @Override
    public int width() {
      return 4;
    }
  }

  /** The 4-byte field, or 0 if it is below {@code minimum}. */
  record AtLeast(int offset, int minimum) implements FieldAccess {
    @Override
    public int width() {
      return 4;
    }
  }

  /** A field of a packet's shared info. */
  record InSharedInfo(int width, int offset) implements FieldAccess {}

  /** A 2-byte field that stores only values below {@code limit}. */
  record Limited(int offset, int limit) implements FieldAccess {
    @Override
    public int width() {
      return 2;
    }
  }

  /**
   * The packet's time stamp: 0 where the packet came in with another kind of stamp; plain where the
   * program also reads the kind.
   */
  record TimeStamp(int offset) implements FieldAccess {
    @Override
    public int width() {
      return 8;
    }
  }
}
