package dev.hugetext.loader.btf;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfReader;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.FileContents;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** BTF in files: as such, as a kernel shows its own, or as a section of an ELF file. */
public final class TypeFile {
  /** The section's name. */
  public static final String SECTION = ".BTF";

  private static final Path KERNEL_AND_MODULES = Path.of("/sys/kernel/btf");

  /** The types of the running kernel; those of its modules lie beside, split. */
  public static final Path RUNNING_KERNEL = KERNEL_AND_MODULES.resolve("vmlinux");

  /** More bytes than any kernel's types take. */
  private static final int LIMIT = 256 << 20;

  private TypeFile() {}

  /**
   * Reads the types of a file.
   *
   * @param base what they go on from if they are split; else {@link Btf#empty}
   * @throws InputException if it has none, or they are malformed
   * @throws IOException if it cannot be read
   */
  public static Btf read(Path file, Btf base) throws IOException {
    String name = file.toString();
    return parse(FileContents.read(name, LIMIT, "a file with BTF of at most that"), name, base);
  }

  /**
   * The same for a file that was read.
   *
   * @param name for messages
   */
  public static Btf parse(byte[] bytes, String name, Btf base) throws InputException {
    if (isElf(bytes)) {
      return ofElf(ElfReader.readAny(bytes, name), base);
    }
    try {
      return Btf.parseSplit(bytes, name, base);
    } catch (BtfException e) {
      throw new InputException(name, e.offset(), e.reason(), "BTF version 1");
    }
  }

  private static boolean isElf(byte[] bytes) {
    return bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L';
  }

  private static Btf ofElf(ElfObject elf, Btf base) throws InputException {
    Optional<Section> types = elf.section(SECTION);
    if (types.isEmpty()) {
      throw InputException.ofWhole(elf.file(), "no section .BTF", "one");
    }
    return ofSection(elf, types.get(), base);
  }

  /**
   * The types in a section of an object.
   *
   * @throws InputException if they are malformed
   */
  public static Btf ofSection(ElfObject elf, Section section, Btf base) throws InputException {
    try {
      return Btf.parseSplit(elf.contents(section), elf.file(), base);
    } catch (BtfException e) {
      throw elf.bytes().wrong(section.offset() + e.offset(), e.reason(), "BTF version 1");
    }
  }

  /** The file with the base of {@code file}'s types, where its place says it: that of a module. */
  public static Optional<Path> impliedBase(Path file) {
    boolean isModule = KERNEL_AND_MODULES.equals(file.getParent()) && !file.equals(RUNNING_KERNEL);
    return isModule ? Optional.of(RUNNING_KERNEL) : Optional.empty();
  }
}
