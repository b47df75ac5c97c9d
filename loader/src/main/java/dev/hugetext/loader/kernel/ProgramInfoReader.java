package dev.hugetext.loader.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Reads {@code struct bpf_prog_info}: once for the lengths, once more with room for the arrays. */
final class ProgramInfoReader {

  private static final int BYTES = 232;

  private static final int ID = 4;
  private static final int TAG = 8;
  private static final int TAG_BYTES = 8;
  private static final int JITED_BYTES = 16;
  private static final int XLATED_BYTES = 20;
  private static final int JITED = 24;
  private static final int XLATED = 32;
  private static final int MAP_ID_COUNT = 52;
  private static final int MAP_IDS = 56;
  private static final int FUNCTION_ADDRESS_COUNT = 104;
  private static final int FUNCTION_LENGTH_COUNT = 108;
  private static final int FUNCTION_ADDRESSES = 112;
  private static final int FUNCTION_LENGTHS = 120;
  private static final int VERIFIED_INSNS = 216;

  private ProgramInfoReader() {}

  static Outcome<ProgramInfo> read(int fd) {
    return ObjectInfo.read(fd, BYTES).then(lengths -> readArrays(fd, lengths));
  }

  private static Outcome<ProgramInfo> readArrays(int fd, byte[] lengths) {
    try (Attr attr = new Attr()) {
      MemorySegment info = attr.buffer(BYTES);
      Arrays arrays =
          new Arrays(
              room(attr, info, lengths, XLATED_BYTES, XLATED, 1),
              room(attr, info, lengths, JITED_BYTES, JITED, 1),
              room(attr, info, lengths, FUNCTION_LENGTH_COUNT, FUNCTION_LENGTHS, Integer.BYTES),
              room(attr, info, lengths, FUNCTION_ADDRESS_COUNT, FUNCTION_ADDRESSES, Long.BYTES),
              room(attr, info, lengths, MAP_ID_COUNT, MAP_IDS, Integer.BYTES));
      int result = ObjectInfo.ask(attr, fd, info);
      return result < 0
          ? new Outcome.Refused<>(BpfCommand.OBJ_GET_INFO_BY_FD.name(), -result, "")
          : new Outcome.Done<>(toInfo(info, arrays));
    }
  }

  /** Where the kernel writes the five arrays. */
  private record Arrays(
      MemorySegment xlated,
      MemorySegment jited,
      MemorySegment functionLengths,
      MemorySegment functionAddresses,
      MemorySegment mapIds) {}

  /** Puts a buffer for {@code count} elements into the structure, and the count beside it. */
  private static MemorySegment room(
      Attr attr, MemorySegment info, byte[] lengths, int countAt, int pointerAt, int elementBytes) {
    int count = ObjectInfo.intAt(lengths, countAt);
    MemorySegment buffer = attr.buffer((long) count * elementBytes);
    info.set(JAVA_INT_UNALIGNED, countAt, count);
    info.set(JAVA_LONG_UNALIGNED, pointerAt, buffer.address());
    return buffer;
  }

  private static ProgramInfo toInfo(MemorySegment info, Arrays arrays) {
    byte[] tag = Attr.bytes(info.asSlice(TAG), TAG_BYTES);
    return new ProgramInfo(
        info.get(JAVA_INT_UNALIGNED, ID),
        HexFormat.of().formatHex(tag),
        Attr.bytes(arrays.xlated(), info.get(JAVA_INT_UNALIGNED, XLATED_BYTES)),
        Attr.bytes(arrays.jited(), info.get(JAVA_INT_UNALIGNED, JITED_BYTES)),
        ints(arrays.functionLengths(), info.get(JAVA_INT_UNALIGNED, FUNCTION_LENGTH_COUNT)),
        longs(arrays.functionAddresses(), info.get(JAVA_INT_UNALIGNED, FUNCTION_ADDRESS_COUNT)),
        ints(arrays.mapIds(), info.get(JAVA_INT_UNALIGNED, MAP_ID_COUNT)),
        info.get(JAVA_INT_UNALIGNED, VERIFIED_INSNS));
  }

  private static List<Integer> ints(MemorySegment array, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> array.getAtIndex(JAVA_INT_UNALIGNED, i))
        .toList();
  }

  private static List<Long> longs(MemorySegment array, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> array.getAtIndex(JAVA_LONG_UNALIGNED, i))
        .toList();
  }
}
