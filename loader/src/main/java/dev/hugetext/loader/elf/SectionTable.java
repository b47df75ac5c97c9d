package dev.hugetext.loader.elf;

import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the section header table. */
final class SectionTable {
  /** Size of one section header in bytes. */
  static final int ENTRY_BYTES = 64;

  private static final int NAME_AT = 0;
  private static final int TYPE_AT = 4;
  private static final int FLAGS_AT = 8;
  private static final int OFFSET_AT = 24;
  private static final int SIZE_AT = 32;
  private static final int LINK_AT = 40;
  private static final int INFO_AT = 44;
  private static final int ENTSIZE_AT = 56;

  private SectionTable() {}

  static List<Section> read(FileBytes bytes, ElfHeader header) throws InputException {
    Section names = section(bytes, header, header.sectionNames(), "");
    if (names.type() != SectionType.STRTAB) {
      throw bytes.wrong(
          headerAt(header, names.index()) + TYPE_AT,
          "section %d, which should hold names, is %s".formatted(names.index(), names.type()),
          "STRTAB");
    }
    List<Section> sections = new ArrayList<>(header.sectionCount());
    for (int i = 0; i < header.sectionCount(); i++) {
      long at = headerAt(header, i) + NAME_AT;
      long offset = names.offset() + bytes.u32(at, "section header " + i);
      String name = i == 0 ? "" : bytes.text(offset, names.end(), "the name of section " + i);
      sections.add(section(bytes, header, i, name));
    }
    refuseOverlaps(bytes, header, sections);
    return List.copyOf(sections);
  }

  private static long headerAt(ElfHeader header, int index) {
    return header.sectionHeaders() + (long) index * ENTRY_BYTES;
  }

  private static Section section(FileBytes bytes, ElfHeader header, int index, String name)
      throws InputException {
    long at = headerAt(header, index);
    String what = "section header " + index;
    Section section =
        new Section(
            index,
            name,
            SectionType.of(bytes.s32(at + TYPE_AT, what)),
            bytes.u64(at + FLAGS_AT, what),
            bytes.u64(at + OFFSET_AT, what),
            bytes.u64(at + SIZE_AT, what),
            bytes.u32(at + LINK_AT, what),
            bytes.u32(at + INFO_AT, what),
            bytes.u64(at + ENTSIZE_AT, what));
    if (hasContents(section) && !fits(section, bytes.length())) {
      throw bytes.wrong(
          at + OFFSET_AT,
          "section %d takes the bytes 0x%x to 0x%x"
              .formatted(index, section.offset(), section.end()),
          "the end of the file at 0x%x".formatted(bytes.length()));
    }
    return section;
  }

  private static boolean hasContents(Section section) {
    return section.type() != SectionType.NOBITS && section.type() != SectionType.NULL;
  }

  private static boolean fits(Section section, long length) {
    return section.offset() >= 0
        && section.size() >= 0
        && section.offset() <= length
        && section.size() <= length - section.offset();
  }

  /** "No byte in a file resides in more than one section": what keeps copies within its size. */
  private static void refuseOverlaps(FileBytes bytes, ElfHeader header, List<Section> sections)
      throws InputException {
    List<Section> inOrder =
        sections.stream()
            .filter(section -> hasContents(section) && section.size() > 0)
            .sorted(Comparator.comparingLong(Section::offset))
            .toList();
    for (int i = 1; i < inOrder.size(); i++) {
      Section first = inOrder.get(i - 1);
      Section second = inOrder.get(i);
      if (second.offset() < first.end()) {
        throw bytes.wrong(
            headerAt(header, second.index()) + OFFSET_AT,
            "section %d begins at 0x%x inside section %d"
                .formatted(second.index(), second.offset(), first.index()),
            "at least 0x%x".formatted(first.end()));
      }
    }
  }
}
