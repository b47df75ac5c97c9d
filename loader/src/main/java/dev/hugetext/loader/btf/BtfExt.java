package dev.hugetext.loader.btf;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.loader.elf.FileBytes;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a {@code .BTF.ext} section, by the offset of their section's name in BTF's
 * strings.
 *
 * @param fileOffset where the section begins in the file, for messages
 * @param functions types of functions, in the file's order
 * @param lines source lines, in the file's order
 * @param relocations against types, in the file's order
 */
public record BtfExt(
    long fileOffset,
    Map<Integer, List<FuncRecord>> functions,
    Map<Integer, List<LineRecord>> lines,
    Map<Integer, List<CoreRecord>> relocations) {
  private static final int VERSION_AT = 2;
  private static final int HEADER_LENGTH_AT = 4;
  private static final int FUNCTIONS_AT = 8;
  private static final int LINES_AT = 16;
  private static final int RELOCATIONS_AT = 24;
  private static final int SHORTEST_HEADER = 24;
  private static final int HEADER_WITH_RELOCATIONS = 32;

  private static final int FUNCTION_BYTES = 8;
  private static final int LINE_BYTES = 16;
  private static final int RELOCATION_BYTES = 16;

  /** Reads one record. */
  private interface RecordReader<R> {
    R read(FileBytes bytes, long at) throws InputException;
  }

  /** What an object without the section has. */
  public static BtfExt none() {
    return new BtfExt(0, Map.of(), Map.of(), Map.of());
  }

  /**
   * Reads the section; time and memory are linear in its length.
   *
   * @throws InputException if the header is not one of BTF.ext version 1, or a table does not fit
   */
  public static BtfExt read(FileBytes bytes, Section section) throws InputException {
    long start = section.offset();
    long end = start + section.size();
    String what = "the header of " + section.name();
    int magic = bytes.u16(start, what);
    int version = bytes.u8(start + VERSION_AT, what);
    if (magic != Btf.MAGIC || version != Btf.VERSION) {
      throw bytes.wrong(
          start, "%s is 0x%04x version %d".formatted(what, magic, version), "0xeb9f version 1");
    }
    long header = bytes.u32(start + HEADER_LENGTH_AT, what);
    if (header < SHORTEST_HEADER || header > section.size()) {
      throw bytes.wrong(
          start + HEADER_LENGTH_AT,
          "%s is %d bytes long".formatted(what, header),
          "24 to %d bytes".formatted(section.size()));
    }
    var tables = new Tables(bytes, start + header, end);
    var functions =
        tables.read(start + FUNCTIONS_AT, "function records", FUNCTION_BYTES, BtfExt::function);
    var lines = tables.read(start + LINES_AT, "line records", LINE_BYTES, BtfExt::line);
    if (header < HEADER_WITH_RELOCATIONS) {
      return new BtfExt(start, functions, lines, Map.of());
    }
    return new BtfExt(
        start,
        functions,
        lines,
        tables.read(
            start + RELOCATIONS_AT, "type relocations", RELOCATION_BYTES, BtfExt::relocation));
  }

  private static FuncRecord function(FileBytes bytes, long at) throws InputException {
    String what = "a function record";
    return new FuncRecord(bytes.u32(at, what), bytes.s32(at + 4, what), at);
  }

  private static LineRecord line(FileBytes bytes, long at) throws InputException {
    String what = "a line record";
    return new LineRecord(
        bytes.u32(at, what),
        bytes.s32(at + 4, what),
        bytes.s32(at + 8, what),
        bytes.s32(at + 12, what));
  }

  private static CoreRecord relocation(FileBytes bytes, long at) throws InputException {
    String what = "a type relocation";
    return new CoreRecord(
        bytes.u32(at, what),
        bytes.s32(at + 4, what),
        bytes.s32(at + 8, what),
        bytes.s32(at + 12, what),
        at);
  }

  /**
   * Reads tables of records grouped by section: the size of a record, then for each section the
   * offset of its name, the number of records, the records.
   *
   * @param start to which the header's offsets refer
   * @param end of the section
   */
  private record Tables(FileBytes bytes, long start, long end) {
    /** The table whose offset and length stand at {@code at}; {@code least} bytes a record. */
    <R> Map<Integer, List<R>> read(long at, String what, int least, RecordReader<R> reader)
        throws InputException {
      long first = start + bytes.u32(at, what);
      long last = first + bytes.u32(at + Integer.BYTES, what);
      Map<Integer, List<R>> bySection = new HashMap<>();
      if (first == last) {
        return bySection;
      }
      if (last > end) {
        throw bytes.wrong(
            at, "%s end at 0x%x".formatted(what, last), "at most 0x%x".formatted(end));
      }
      long size = bytes.u32(first, what);
      if (size < least) {
        throw bytes.wrong(first, "%s of %d bytes each".formatted(what, size), "at least " + least);
      }
      long group = first + Integer.BYTES;
      while (group < last) {
        int name = bytes.s32(group, what);
        long count = bytes.u32(group + Integer.BYTES, what);
        long records = group + 2 * Integer.BYTES;
        if (count == 0 || count > (last - records) / size) {
          throw bytes.wrong(
              group + Integer.BYTES,
              "a group of %d %s".formatted(count, what),
              "1 to %d".formatted(Math.max(0, last - records) / size));
        }
        List<R> list = bySection.computeIfAbsent(name, key -> new ArrayList<>());
        for (long i = 0; i < count; i++) {
          list.add(reader.read(bytes, records + i * size));
        }
        group = records + count * size;
      }
      return bySection;
    }
  }
}
