package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/** Whether an access lies inside a map value, a map key, or the checked part of a packet. */
final class Regions {
  private final ProgramFacts facts;

  Regions(ProgramFacts facts) {
    this.facts = facts;
  }

  /** A stretch of bytes at a constant offset from a pointer held in a register. */
  record Stretch(int register, PointerValue pointer, int off, long size, boolean zeroAllowed) {}

  /** Inside a value of the map that the pointer belongs to, which allows the access. */
  void checkMapValue(Stretch at, boolean write) {
    MapDef map = facts.map(at.pointer().map());
    if (write ? map.isReadOnlyForPrograms() : MapFlag.WRONLY_PROG.in(map)) {
      throw Refusal.of(
          write ? Rule.MAP_WRITE : Rule.MAP_READ,
          "%s map forbidden, value_size=%d off=%d size=%d"
              .formatted(write ? "write into" : "read from", map.valueSize(), at.off(), at.size()));
    }
    checkRegion(at, map.valueSize());
    for (ValueField field : map.types().fields()) {
      checkField(at, field);
    }
  }

  /** What the kernel manages in a value, programs do not touch but through helpers. */
  private static void checkField(Stretch at, ValueField field) {
    long first = at.pointer().var().smin() + at.off();
    long end = at.pointer().var().umax() + at.off() + at.size();
    int start = field.offset();
    if (first >= start + field.kind().size() || start >= end) {
      return;
    }
    switch (field.kind()) {
      case SPIN_LOCK,
          RES_SPIN_LOCK,
          TIMER,
          WORKQUEUE,
          TASK_WORK,
          REFCOUNT,
          LIST_HEAD,
          LIST_NODE,
          RB_ROOT,
          RB_NODE ->
          throw Refusal.of(
              Rule.VALUE_FIELD_ACCESS,
              "%s cannot be accessed directly by load/store".formatted(field.kind().text()));
      case KPTR_UNREF, KPTR_REF, KPTR_PERCPU ->
          throw Refusal.of(
              Rule.UNSUPPORTED,
              "access to a field of kind %s is not supported yet".formatted(field.kind().text()));
    }
  }

  /** Inside an object of {@code limit} bytes for every possible variable offset. */
  void checkRegion(Stretch at, long limit) {
    long smin = at.pointer().var().smin();
    long umax = at.pointer().var().umax();
    int register = at.register();
    long first = at.off() + smin;
    if (smin < 0 && (smin == Long.MIN_VALUE || first != (int) first || first < 0)) {
      throw negative(register);
    }
    checkEnd(at, first, limit, "min");
    if (Long.compareUnsigned(umax, PointerArithmetic.MAX_OFFSET) >= 0) {
      throw Refusal.of(
          Rule.UNBOUNDED_OFFSET,
          "R%d unbounded memory access, make sure to bounds check any such access"
              .formatted(register));
    }
    checkEnd(at, at.off() + umax, limit, "max");
  }

  private static Refusal negative(int register) {
    return Refusal.of(
        Rule.NEGATIVE_OFFSET,
        "R%d min value is negative, either use unsigned index or do a if (index >=0) check."
            .formatted(register));
  }

  private void checkEnd(Stretch at, long offset, long limit, String end) {
    int off = (int) offset; // as the kernel's int parameter
    if (isInside(off, at, limit)) {
      return;
    }
    String line =
        switch (at.pointer().type()) {
          case MAP_KEY ->
              "invalid access to map key, key_size=%d off=%d size=%d"
                  .formatted(limit, off, at.size());
          case MAP_VALUE ->
              "invalid access to map value, value_size=%d off=%d size=%d"
                  .formatted(limit, off, at.size());
          case CTX,
              MAP_PTR,
              STACK,
              PACKET_META,
              PACKET,
              PACKET_END,
              FLOW_KEYS,
              SOCKET,
              SOCK_COMMON,
              TCP_SOCK,
              XDP_SOCK,
              TP_BUFFER,
              BTF_ID,
              TRUSTED,
              MEM,
              RINGBUF_MEM,
              FUNC ->
              "invalid access to memory, mem_size=%d off=%d size=%d"
                  .formatted(limit, off, at.size());
        };
    throw Refusal.of(
            Rule.MEMORY_BOUNDS,
            "R%d %s value is outside of the allowed memory range".formatted(at.register(), end))
        .after(line);
  }

  private static boolean isInside(int off, Stretch at, long limit) {
    boolean sizeAllowed = at.size() > 0 || (at.size() == 0 && at.zeroAllowed());
    return off >= 0 && sizeAllowed && off + at.size() <= limit;
  }

  /** Inside the bytes that a comparison with the packet's end showed to be there. */
  void checkPacket(Stretch at) {
    PointerValue pointer = at.pointer();
    if (pointer.var().smin() < 0) {
      throw negative(at.register());
    }
    if (pointer.range() < 0) {
      throw outsidePacket(at, Errno.EINVAL);
    }
    if (!isInside(at.off(), at, pointer.range())) {
      throw outsidePacket(at, Errno.EACCES)
          .after(
              "invalid access to packet, off=%d size=%d, R%d(id=%d,off=%d,r=%d)"
                  .formatted(
                      at.off(), at.size(), at.register(), pointer.id(), at.off(), pointer.range()));
    }
  }

  private static Refusal outsidePacket(Stretch at, Errno errno) {
    return Refusal.of(
        Rule.PACKET_BOUNDS, errno, "R%d offset is outside of the packet".formatted(at.register()));
  }
}
