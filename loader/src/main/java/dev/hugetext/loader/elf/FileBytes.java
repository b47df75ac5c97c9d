package dev.hugetext.loader.elf;

import dev.hugetext.loader.input.InputException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The bytes of one file, read little endian; an access outside of them is an error of the file.
 *
 * <p>Each accessor takes an offset from the file's start and the name of what is being read, for
 * the message of the {@link InputException} that it throws where the file ends before.
 */
public final class FileBytes {
  /** Longest name accepted, in bytes; Linux's own limit for a symbol (KSYM_NAME_LEN) is 512. */
  static final int NAME_LIMIT = 1024;

  /** How often over all names may be as long as the file: linkers let names share their ends. */
  private static final int OVERLAP = 4;

  private static final VarHandle U16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle U32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final Pattern CONTROL =
      Pattern.compile("\\p{Cntrl}|\\R", Pattern.UNICODE_CHARACTER_CLASS);

  private final byte[] bytes;
  private final String file;

  /** Bytes of names that may still be read; keeps many names of one long text within bounds. */
  private long nameBytes;

  /**
   * @param bytes the whole file; not copied and never written
   * @param file its name, for messages
   */
  FileBytes(byte[] bytes, String file) {
    this.bytes = bytes;
    this.file = file;
    this.nameBytes = (long) OVERLAP * bytes.length;
  }

  /** The file's name as it was given. */
  public String file() {
    return file;
  }

  /** The file's length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** An unsigned byte. */
  public int u8(long offset, String what) throws InputException {
    return bytes[at(offset, Byte.BYTES, what)] & 0xff;
  }

  /** An unsigned half word. */
  public int u16(long offset, String what) throws InputException {
    return (short) U16.get(bytes, at(offset, Short.BYTES, what)) & 0xffff;
  }

  /** A signed word. */
  public int s32(long offset, String what) throws InputException {
    return (int) U32.get(bytes, at(offset, Integer.BYTES, what));
  }

  /** An unsigned word. */
  public long u32(long offset, String what) throws InputException {
    return Integer.toUnsignedLong(s32(offset, what));
  }

  /** A double word. */
  public long u64(long offset, String what) throws InputException {
    return (long) U64.get(bytes, at(offset, Long.BYTES, what));
  }

  /** A copy of {@code [offset, offset + length)}. */
  public byte[] copy(long offset, long length, String what) throws InputException {
    int start = at(offset, length, what);
    return Arrays.copyOfRange(bytes, start, start + (int) length);
  }

  /** The text from {@code offset} to the next zero byte, which must come before {@code end}. */
  public String text(long offset, long end, String what) throws InputException {
    int start = at(offset, 1, what);
    long last = Math.min(end, (long) start + NAME_LIMIT + 1);
    int stop = start;
    while (stop < last && bytes[stop] != 0) {
      stop++;
    }
    if (stop >= last) { // beyond it where the text begins outside of its table
      throw wrong(offset, what + " does not end", "a zero byte before 0x%x".formatted(last));
    }
    nameBytes -= stop - start;
    if (nameBytes < 0) {
      throw wrong(offset, what + " shares its bytes with too many others", "names that lie apart");
    }
    return new String(bytes, start, stop - start, StandardCharsets.UTF_8);
  }

  /**
   * The error that at {@code offset} stands something other than what was expected. Names in it may
   * come from the file: control characters are replaced, so that the message stays one line.
   */
  public InputException wrong(long offset, String wrong, String expected) {
    return new InputException(file, offset, CONTROL.matcher(wrong).replaceAll("?"), expected);
  }

  /** {@code offset} as an index, after the check that {@code length} bytes lie there. */
  private int at(long offset, long length, String what) throws InputException {
    if (offset < 0 || length < 0 || offset > bytes.length || length > bytes.length - offset) {
      throw wrong(
          Math.clamp(offset, 0, bytes.length),
          "%s needs the bytes 0x%x to 0x%x".formatted(what, offset, offset + length),
          "a file longer than its 0x%x bytes".formatted(bytes.length));
    }
    return (int) offset;
  }
}
