package dev.hugetext.loader.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes objects that no compiler would: sections in the order added, then symbols and names. */
final class ElfBuilder {
  static final int PROGBITS = 1;
  static final int EXECUTABLE = 6; // SHF_ALLOC, SHF_EXECINSTR

  private static final int SYMTAB = 2;
  private static final int STRTAB = 3;
  private static final int REL = 9;
  private static final int HEADER_BYTES = 64;

  private record Part(String name, int type, int flags, byte[] bytes, int link, int info) {}

  private final List<Part> parts = new ArrayList<>();
  private final ByteArrayOutputStream names = new ByteArrayOutputStream();
  private final ByteBuffer symbols = buffer(1 << 22);
  private int symbolCount;

  ElfBuilder() {
    names.write(0);
    parts.add(new Part("", 0, 0, new byte[0], 0, 0));
    symbol("", 0, 0, 0, 0);
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Adds a section and gives its index. */
  int section(String name, int type, int flags, byte[] bytes) {
    parts.add(new Part(name, type, flags, bytes, 0, 0));
    return parts.size() - 1;
  }

  /** Adds relocations of section {@code target}: the symbol table comes second to last. */
  void relocations(int target, byte[] entries, int sectionsInAll) {
    parts.add(new Part(".rel", REL, 0, entries, sectionsInAll - 2, target));
  }

  /** Adds a global function and gives its index. */
  int function(String name, int section, long value, long size) {
    return symbol(name, 0x12, section, value, size);
  }

  /** Adds a global symbol without type and size and gives its index. */
  int untyped(String name, int section, long value) {
    return symbol(name, 0x10, section, value, 0);
  }

  private int symbol(String name, int info, int section, long value, long size) {
    symbols.putInt(name(name)).put((byte) info).put((byte) 0).putShort((short) section);
    symbols.putLong(value).putLong(size);
    return symbolCount++;
  }

  private int name(String name) {
    if (name.isEmpty()) {
      return 0;
    }
    int at = names.size();
    names.writeBytes((name + '\0').getBytes(StandardCharsets.UTF_8));
    return at;
  }

  byte[] build() {
    byte[] table = new byte[symbols.position()];
    symbols.get(0, table);
    parts.add(new Part(".symtab", SYMTAB, 0, table, parts.size() + 1, 1));
    int[] nameOffsets = parts.stream().mapToInt(part -> name(part.name)).toArray();
    int ownName = name(".strtab");
    parts.add(new Part(".strtab", STRTAB, 0, names.toByteArray(), 0, 0));
    int length = parts.stream().mapToInt(part -> part.bytes.length).sum();
    ByteBuffer out = buffer(HEADER_BYTES + length + HEADER_BYTES * parts.size());
    header(out, HEADER_BYTES + length);
    int headers = HEADER_BYTES + length;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int offset = out.position();
      out.put(part.bytes);
      int end = out.position();
      out.position(headers + i * HEADER_BYTES);
      out.putInt(i < nameOffsets.length ? nameOffsets[i] : ownName).putInt(part.type);
      out.putLong(part.flags).putLong(0).putLong(offset).putLong(part.bytes.length);
      out.putInt(part.link).putInt(part.info).putLong(8).putLong(0);
      out.position(end);
    }
    return out.array();
  }

  private void header(ByteBuffer out, int sectionHeaders) {
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    out.putShort((short) 1).putShort((short) 247).putInt(1).putLong(0).putLong(0);
    out.putLong(sectionHeaders).putInt(0).putShort((short) HEADER_BYTES);
    out.putShort((short) 0).putShort((short) 0).putShort((short) HEADER_BYTES);
    out.putShort((short) parts.size()).putShort((short) (parts.size() - 1));
  }
}
