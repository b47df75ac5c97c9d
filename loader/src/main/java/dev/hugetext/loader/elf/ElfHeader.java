package dev.hugetext.loader.elf;

import dev.hugetext.loader.input.InputException;

/**
 * The header of a 64-bit little-endian file.
 *
 * @param sectionHeaders offset of the section header table
 * @param sectionCount its entries
 * @param sectionNames index of the section with the sections' names
 */
record ElfHeader(long sectionHeaders, int sectionCount, int sectionNames) {
  private static final long MAGIC = 0x464c457f; // 0x7f, then "ELF"
  private static final int ELFCLASS64 = 2;
  private static final int ELFDATA2LSB = 1;
  private static final int ELFDATA2MSB = 2;
  private static final int EV_CURRENT = 1;
  private static final int ET_REL = 1;
  private static final int EM_BPF = 247;

  /** What compilers wrote before eBPF had a number of its own. */
  private static final int EM_NONE = 0;

  private static final int CLASS_AT = 4;
  private static final int DATA_AT = 5;
  private static final int VERSION_AT = 6;
  private static final int TYPE_AT = 16;
  private static final int MACHINE_AT = 18;
  private static final int SHOFF_AT = 40;
  private static final int SHENTSIZE_AT = 58;
  private static final int SHNUM_AT = 60;
  private static final int SHSTRNDX_AT = 62;
  private static final int BYTES = 64;

  /** The header of an object for eBPF. */
  static ElfHeader read(FileBytes bytes) throws InputException {
    ElfHeader header = readAny(bytes);
    halfIs(bytes, TYPE_AT, ET_REL, "file type", "1 (relocatable object)");
    if (bytes.u16(MACHINE_AT, "machine") != EM_NONE) {
      halfIs(bytes, MACHINE_AT, EM_BPF, "machine", "247 (eBPF), or 0");
    }
    return header;
  }

  /** The header of a file of any machine and kind. */
  static ElfHeader readAny(FileBytes bytes) throws InputException {
    if (bytes.length() < Integer.BYTES || bytes.u32(0, "the magic number") != MAGIC) {
      throw bytes.wrong(0, "not an ELF file", "the bytes 7f 45 4c 46");
    }
    byteIs(bytes, CLASS_AT, ELFCLASS64, "ELF class", "2 (64-bit)");
    if (bytes.u8(DATA_AT, "byte order") == ELFDATA2MSB) {
      throw bytes.wrong(
          DATA_AT, "an object for a big-endian machine (bpfeb)", "a little-endian one (bpfel)");
    }
    byteIs(bytes, DATA_AT, ELFDATA2LSB, "byte order", "1 (little endian)");
    byteIs(bytes, VERSION_AT, EV_CURRENT, "ELF version", "1");
    halfIs(bytes, SHENTSIZE_AT, SectionTable.ENTRY_BYTES, "section header size", "64 bytes");
    long headers = bytes.u64(SHOFF_AT, "the section header offset");
    int count = bytes.u16(SHNUM_AT, "the number of sections");
    int names = bytes.u16(SHSTRNDX_AT, "the index of the section names");
    if (count == 0) {
      throw bytes.wrong(SHNUM_AT, "no section headers", "at least one");
    }
    if (headers < BYTES || headers > bytes.length()) {
      throw bytes.wrong(
          SHOFF_AT,
          "section headers at 0x%x".formatted(headers),
          "64 to 0x%x, the file's length".formatted(bytes.length()));
    }
    if (names == 0 || names >= count) {
      throw bytes.wrong(SHSTRNDX_AT, "section names in section " + names, "1 to " + (count - 1));
    }
    return new ElfHeader(headers, count, names);
  }

  private static void byteIs(FileBytes bytes, int at, int value, String what, String expected)
      throws InputException {
    require(bytes, at, bytes.u8(at, what), value, what, expected);
  }

  private static void halfIs(FileBytes bytes, int at, int value, String what, String expected)
      throws InputException {
    require(bytes, at, bytes.u16(at, what), value, what, expected);
  }

  private static void require(
      FileBytes bytes, int at, int found, int value, String what, String expected)
      throws InputException {
    if (found != value) {
      throw bytes.wrong(at, what + " " + found, expected);
    }
  }
}
