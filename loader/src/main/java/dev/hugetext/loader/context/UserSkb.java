package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code struct __sk_buff} as a test run takes and gives it: only these fields may be set, and only
 * these are read back.
 */
final class UserSkb {
  private static final int SIZE = 192;
  private static final int MARK = 8;
  private static final int PRIORITY = 32;
  private static final int INGRESS_IFINDEX = 36;
  private static final int IFINDEX = 40;
  private static final int CB = 48;
  private static final int CB_BYTES = 20;
  private static final int TSTAMP = 152;
  private static final int WIRE_LEN = 160;
  private static final int GSO_SEGS = 164;
  private static final int GSO_SIZE = 176;
  private static final int HWTSTAMP = 184;

  /** The bytes that may be other than zero: offset and length of each run. */
  private static final int[][] SETTABLE = {
    {MARK, 4},
    {PRIORITY, 12}, // with both interface indices
    {CB, CB_BYTES},
    {TSTAMP, 16}, // with wire_len and gso_segs
    {GSO_SIZE, 4},
    {HWTSTAMP, 8}
  };

  private static final int GSO_MAX_SEGS = 65535;
  private static final int GSO_LEGACY_MAX_SIZE = 65536;

  private final UserContext fields;

  UserSkb(byte[] given) {
    fields = new UserContext(given, SIZE);
  }

  /** Whether a context has more bytes than the structure, and not all of them zero. */
  static boolean isTooLarge(byte[] given) {
    return UserContext.overflows(given, SIZE);
  }

  static ContextOutcome.Refused tooLarge() {
    return new ContextOutcome.Refused(
        Errno.E2BIG, "the context is larger than struct __sk_buff, %d bytes".formatted(SIZE));
  }

  /** Why the kernel would not take these fields, if it would not. */
  Optional<ContextOutcome.Refused> refusal(int length) {
    if (!Loopback.exists(fields.word(IFINDEX))) {
      return Optional.of(
          new ContextOutcome.Refused(
              Errno.ENODEV, "no device has index " + fields.unsigned(IFINDEX)));
    }
    int wrong = unsettable();
    if (wrong >= 0) {
      return Optional.of(
          TestContexts.invalid(
              "byte %d of the context belongs to no field that can be set".formatted(wrong)));
    }
    long wire = fields.unsigned(WIRE_LEN);
    if (wire != 0 && (wire < length || wire > GSO_LEGACY_MAX_SIZE)) {
      return Optional.of(
          TestContexts.invalid(
              "wire_len is 0 or %d to %d, not %d".formatted(length, GSO_LEGACY_MAX_SIZE, wire)));
    }
    return fields.unsigned(GSO_SEGS) > GSO_MAX_SEGS
        ? Optional.of(TestContexts.invalid("gso_segs is at most " + GSO_MAX_SEGS))
        : Optional.empty();
  }

  private int unsettable() {
    byte[] bytes = fields.toBytes();
    for (int[] run : SETTABLE) {
      Arrays.fill(bytes, run[0], run[0] + run[1], (byte) 0);
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return i;
      }
    }
    return -1;
  }

  /** Puts the fields into the kernel's structures. */
  void store(GuestMemory memory, long skb, long sharedInfo, int length) {
    memory.putInt(skb + KernelAbi.SkBuff.MARK, fields.word(MARK));
    memory.putInt(skb + KernelAbi.SkBuff.PRIORITY, fields.word(PRIORITY));
    memory.putInt(skb + KernelAbi.SkBuff.SKB_IIF, fields.word(INGRESS_IFINDEX));
    memory.putLong(skb + KernelAbi.SkBuff.TSTAMP, fields.doubleWord(TSTAMP));
    memory.write(skb + KernelAbi.SkbCb.DATA, fields.slice(CB, CB_BYTES));
    int wire = fields.word(WIRE_LEN);
    memory.putInt(skb + KernelAbi.SkbCb.PKT_LEN, wire == 0 ? length : wire);
    memory.putShort(sharedInfo + KernelAbi.SharedInfo.GSO_SEGS, (short) fields.word(GSO_SEGS));
    memory.putShort(sharedInfo + KernelAbi.SharedInfo.GSO_SIZE, (short) fields.word(GSO_SIZE));
    memory.putLong(sharedInfo + KernelAbi.SharedInfo.HWTSTAMP, fields.doubleWord(HWTSTAMP));
  }

  /** Reads the fields back; {@code gso_size} is handed back as it was given. */
  byte[] load(GuestMemory memory, long skb, long sharedInfo) {
    var out = new UserContext(fields.toBytes(), SIZE);
    out.setWord(MARK, memory.getInt(skb + KernelAbi.SkBuff.MARK));
    out.setWord(PRIORITY, memory.getInt(skb + KernelAbi.SkBuff.PRIORITY));
    out.setWord(INGRESS_IFINDEX, memory.getInt(skb + KernelAbi.SkBuff.SKB_IIF));
    out.setWord(IFINDEX, Loopback.IFINDEX);
    out.setSlice(CB, memory.read(skb + KernelAbi.SkbCb.DATA, CB_BYTES));
    out.setDoubleWord(TSTAMP, memory.getLong(skb + KernelAbi.SkBuff.TSTAMP));
    out.setWord(WIRE_LEN, memory.getInt(skb + KernelAbi.SkbCb.PKT_LEN));
    int segments = Short.toUnsignedInt(memory.getShort(sharedInfo + KernelAbi.SharedInfo.GSO_SEGS));
    out.setWord(GSO_SEGS, segments);
    out.setDoubleWord(HWTSTAMP, memory.getLong(sharedInfo + KernelAbi.SharedInfo.HWTSTAMP));
    return out.toBytes();
  }
}
