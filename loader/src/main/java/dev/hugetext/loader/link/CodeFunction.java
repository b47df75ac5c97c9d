package dev.hugetext.loader.link;

import dev.hugetext.loader.elf.Section;

/**
 * A function of the object.
 *
 * @param start index of its first instruction slot in its section
 * @param length in slots, at least 1
 * @param hidden whether its symbol is of no use outside of the object (STV_HIDDEN, STV_INTERNAL):
 *     libbpf takes a global function of that kind for a static one
 */
record CodeFunction(String name, Section section, int start, int length, boolean hidden) {
  /** Index of the first slot behind it. */
  int end() {
    return start + length;
  }

  /** Offset in the file of a slot of the section, in bytes. */
  long fileOffset(int slot) {
    return CodeSection.fileOffset(section, slot);
  }
}
