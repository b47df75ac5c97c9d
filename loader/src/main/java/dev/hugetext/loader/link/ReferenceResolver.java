package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfSymbol;
import dev.hugetext.loader.elf.Relocation;
import dev.hugetext.loader.elf.RelocationType;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds out what the instructions of a section refer to, from relocations and from themselves. */
final class ReferenceResolver {
  private final ElfObject elf;
  private final Map<Integer, CodeSection> code;
  private final MapTable maps;
  private final ExternResolver externs;

  ReferenceResolver(
      ElfObject elf, Map<Integer, CodeSection> code, MapTable maps, ExternResolver externs) {
    this.elf = elf;
    this.code = code;
    this.maps = maps;
    this.externs = externs;
  }

  /** What each slot of {@code section} that refers to something refers to. */
  Map<Integer, ReferenceTarget> resolve(CodeSection section) throws InputException {
    Map<Integer, ReferenceTarget> targets = new HashMap<>();
    for (Relocation relocation : elf.relocations(section.section())) {
      int slot = slotOf(section, relocation);
      if (section.functionAround(slot).isEmpty()) {
        continue; // nothing runs it
      }
      if (targets.put(slot, targetOf(section, slot, relocation)) != null) {
        throw wrong(relocation, "a second relocation of instruction " + slot, "one");
      }
    }
    for (int slot = 0; slot < section.insns().size(); slot++) {
      if (Slots.isCallOfFunction(section.insns().get(slot))
          && !targets.containsKey(slot)
          && section.functionAround(slot).isPresent()) {
        targets.put(slot, calledInPlace(section, slot));
      }
    }
    return targets;
  }

  private int slotOf(CodeSection section, Relocation relocation) throws InputException {
    long offset = relocation.offset();
    if (offset < 0 || offset >= section.section().size() || offset % RawInsn.BYTES != 0) {
      throw wrong(
          relocation,
          "a relocation of byte 0x%x of section %s".formatted(offset, section.section().name()),
          "the start of an instruction of its 0x%x bytes".formatted(section.section().size()));
    }
    return (int) (offset / RawInsn.BYTES);
  }

  private ReferenceTarget targetOf(CodeSection section, int slot, Relocation relocation)
      throws InputException {
    RawInsn insn = section.insns().get(slot);
    ElfSymbol symbol = relocation.symbol();
    boolean isLoad = Slots.isLoadImm64(section.insns(), slot);
    if (isLoad && fits(relocation, RelocationType.R_BPF_64_64)) {
      return symbol.isDefined() ? loaded(insn, relocation) : externs.variable(relocation);
    }
    if (Slots.isCallOfFunction(insn) && fits(relocation, RelocationType.R_BPF_64_32)) {
      if (!symbol.isDefined()) {
        return externs.function(relocation);
      }
      // A call of a section symbol holds the target's slot less one, of a function symbol -1.
      long target = (symbol.value() + relocation.addend()) / RawInsn.BYTES + insn.imm() + 1;
      return functionAt(elf.sectionOf(symbol), target, relocation.fileOffset());
    }
    throw wrong(
        relocation,
        "%s of instruction %d, opcode 0x%02x".formatted(relocation.type(), slot, insn.opcode()),
        "R_BPF_64_64 of a 64-bit load, or R_BPF_64_32 of a call");
  }

  private static boolean fits(Relocation relocation, RelocationType type) {
    return relocation.type() == type || relocation.type() == RelocationType.R_BPF_NONE;
  }

  private ReferenceTarget loaded(RawInsn insn, Relocation relocation) throws InputException {
    ElfSymbol symbol = relocation.symbol();
    Section section = elf.sectionOf(symbol);
    if (code.containsKey(section.index())) {
      long address = symbol.value() + relocation.addend() + insn.imm();
      if (address % RawInsn.BYTES != 0) {
        throw wrong(relocation, "byte 0x%x of a function".formatted(address), "a multiple of 8");
      }
      return functionAt(section, address / RawInsn.BYTES, relocation.fileOffset());
    }
    long place = symbol.value() + relocation.addend();
    Optional<ReferenceTarget> target = maps.find(section, place);
    if (target.isEmpty()) {
      throw wrong(
          relocation,
          "the instruction at byte 0x%x refers to byte 0x%x of section %s"
              .formatted(relocation.offset(), place, section.name()),
          "a map, global data or a function");
    }
    return target.get();
  }

  /** A call within one section needs no relocation: its immediate is right as it stands. */
  private ReferenceTarget calledInPlace(CodeSection section, int slot) throws InputException {
    long target = slot + 1L + section.insns().get(slot).imm();
    return functionAt(section.section(), target, CodeSection.fileOffset(section.section(), slot));
  }

  private ReferenceTarget functionAt(Section section, long slot, long fileOffset)
      throws InputException {
    CodeSection target = code.get(section.index());
    if (target != null && slot >= 0 && slot < target.insns().size()) {
      Optional<CodeFunction> function = target.functionAt((int) slot);
      if (function.isPresent()) {
        return new ReferenceTarget.Function(function.get());
      }
    }
    throw elf.bytes()
        .wrong(
            fileOffset,
            "a call of instruction %d of section %s".formatted(slot, section.name()),
            "the first instruction of a function");
  }

  private InputException wrong(Relocation relocation, String wrong, String expected) {
    return elf.bytes().wrong(relocation.fileOffset(), wrong, expected);
  }
}
