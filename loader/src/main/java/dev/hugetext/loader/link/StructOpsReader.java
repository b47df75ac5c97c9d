package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.Relocation;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Reads the variables of operations: their types say what members there are, relocations which
 * functions stand in them.
 */
final class StructOpsReader {
  /** Each gets a value as long as the kernel's struct; no object has anything like as many. */
  private static final int MOST = 1000;

  private final ElfObject elf;
  private final Btf btf;
  private final Map<Integer, CodeSection> code;

  private StructOpsReader(ElfObject elf, Btf btf, Map<Integer, CodeSection> code) {
    this.elf = elf;
    this.btf = btf;
    this.code = code;
  }

  /**
   * All of an object, by section and place.
   *
   * @throws InputException if one is not a struct, or something else than a function is put into
   *     one
   */
  static List<StructOpsVariable> read(ElfObject elf, Btf btf, Map<Integer, CodeSection> code)
      throws InputException {
    var reader = new StructOpsReader(elf, btf, code);
    List<StructOpsVariable> variables = new ArrayList<>();
    for (Section section : elf.sections()) {
      Optional<StructOpsSection> kind = StructOpsSection.of(section.name());
      if (kind.isPresent() && section.size() > 0) {
        variables.addAll(reader.read(section, kind.get()));
        reader.refuseMany(variables.size(), section);
      }
    }
    return variables;
  }

  private void refuseMany(int count, Section section) throws InputException {
    if (count > MOST) {
      throw elf.bytes()
          .wrong(
              section.offset(),
              "%d variables of operations".formatted(count),
              "at most %d in one object".formatted(MOST));
    }
  }

  private List<StructOpsVariable> read(Section section, StructOpsSection kind)
      throws InputException {
    byte[] contents = elf.contents(section);
    TreeMap<Long, StructOpsVariable> byPlace = new TreeMap<>();
    for (SectionVariable variable : SectionVariable.all(elf, btf, section)) {
      long offset = variable.offset();
      long fileOffset = section.offset() + offset;
      OptionalLong size = btf.size(variable.type());
      if (!(btf.resolve(variable.type()) instanceof BtfType.Struct type)
          || size.isEmpty()
          || size.getAsLong() > contents.length - offset) {
        throw elf.bytes()
            .wrong(
                fileOffset,
                "operations '%s' of type %d".formatted(variable.name(), variable.type()),
                "a struct that lies in section " + section.name());
      }
      int end = (int) (offset + size.getAsLong());
      byte[] value = Arrays.copyOfRange(contents, (int) offset, end);
      byPlace.put(
          offset,
          new StructOpsVariable(variable.name(), type, fileOffset, value, new HashMap<>(), kind));
    }
    for (Relocation relocation : elf.relocations(section)) {
      Map.Entry<Long, StructOpsVariable> around = byPlace.floorEntry(relocation.offset());
      if (around == null) {
        throw wrong(relocation, section, "belongs to no variable", "a place in one");
      }
      put(relocation, section, around.getValue(), relocation.offset() - around.getKey());
    }
    return List.copyOf(byPlace.values());
  }

  /** Puts a function into the member at {@code offset} bytes of a variable. */
  private void put(Relocation relocation, Section section, StructOpsVariable variable, long offset)
      throws InputException {
    List<BtfType.Member> members = variable.type().members();
    boolean inside = offset + Long.BYTES <= variable.value().length; // of types that may be damaged
    for (int i = 0; i < members.size(); i++) {
      BtfType.Member member = members.get(i);
      if (inside
          && Integer.toUnsignedLong(member.bitOffset()) == offset * Byte.SIZE
          && isFunctionPointer(member)) {
        variable.functions().put(i, function(relocation, section));
        Arrays.fill(variable.value(), (int) offset, (int) offset + Long.BYTES, (byte) 0);
        return;
      }
    }
    throw wrong(
        relocation,
        section,
        "fills byte %d of operations '%s'".formatted(offset, variable.name()),
        "a member that is a pointer to a function");
  }

  private boolean isFunctionPointer(BtfType.Member member) {
    return btf.resolve(member.type()) instanceof BtfType.Ptr(int target)
        && btf.resolve(target) instanceof BtfType.FuncProto;
  }

  private CodeFunction function(Relocation relocation, Section section) throws InputException {
    CodeSection target = code.get(relocation.symbol().section());
    long slot = (relocation.symbol().value() + relocation.addend()) / RawInsn.BYTES;
    if (target != null && slot >= 0 && slot < target.insns().size()) {
      Optional<CodeFunction> function = target.functionAt((int) slot);
      if (function.isPresent()) {
        return function.get();
      }
    }
    throw wrong(
        relocation, section, "names '%s'".formatted(relocation.symbol().name()), "a function");
  }

  private InputException wrong(
      Relocation relocation, Section section, String what, String expected) {
    return elf.bytes()
        .wrong(
            relocation.fileOffset(),
            "the relocation at byte 0x%x of section %s %s"
                .formatted(relocation.offset(), section.name(), what),
            expected);
  }
}
