package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfType.Linkage;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.loader.kernel.BtfSection;
import dev.hugetext.loader.kernel.KernelBtf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The least BTF that lets a program have a callback: two static functions without parameters that
 * return an int. Layout as in the kernel's BTF documentation.
 */
final class CallbackBtf {

  private static final int KIND_INT = 1;
  private static final int KIND_FUNC = 12;
  private static final int KIND_FUNC_PROTO = 13;
  private static final int HEADER_BYTES = 24;
  private static final String STRINGS = "\0int\0main\0callback\0";
  private static final int MAIN_ID = 3;
  private static final int CALLBACK_ID = 4;

  private CallbackBtf() {}

  static byte[] types() {
    byte[] types =
        join(
            ints(STRINGS.indexOf("int"), KIND_INT << 24, 4, 1 << 24 | 32),
            ints(0, KIND_FUNC_PROTO << 24, 1),
            ints(STRINGS.indexOf("main"), KIND_FUNC << 24, 2),
            ints(STRINGS.indexOf("callback"), KIND_FUNC << 24, 2));
    byte[] strings = STRINGS.getBytes(StandardCharsets.US_ASCII);
    byte[] header = ints(0x0001_eb9f, HEADER_BYTES, 0, types.length, types.length, strings.length);
    return join(header, types, strings);
  }

  /** Function records for a main function at slot 0 and a callback. */
  static BtfSection functions(KernelBtf btf, int callbackSlot) {
    return BtfSection.of(btf, ints(0, MAIN_ID, callbackSlot, CALLBACK_ID), new byte[0]);
  }

  /** What {@link #types} says. */
  static Btf parsed() {
    try {
      return Btf.parse(types(), "callback");
    } catch (BtfException ours) {
      throw new IllegalStateException(ours);
    }
  }

  /** The same functions, as our verifier is told of them. */
  static List<FuncInfo> functions(int callbackSlot) {
    return List.of(
        new FuncInfo("main", 0, MAIN_ID, Linkage.STATIC),
        new FuncInfo("callback", callbackSlot, CALLBACK_ID, Linkage.STATIC));
  }

  private static byte[] ints(int... values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      out.putInt(value);
    }
    return out.array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
