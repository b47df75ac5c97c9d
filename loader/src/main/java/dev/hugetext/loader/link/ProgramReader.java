package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the programs of an object: what each is comes from its section, what it does from there.
 */
final class ProgramReader {
  private final ElfObject elf;
  private final ObjectTypes types;
  private final List<MapDef> maps;
  private final StructOpsTable operations;
  private final Optional<ProgramType> typeOfOthers;
  private final String license;

  final List<BpfProgram> programs = new ArrayList<>();
  final List<LeftOut> leftOut = new ArrayList<>();
  final Set<String> onDemand = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  /**
   * @param operations that programs implement
   * @param typeOfOthers the type of programs whose section does not tell it
   */
  ProgramReader(
      ElfObject elf,
      ObjectTypes types,
      List<MapDef> maps,
      StructOpsTable operations,
      Optional<ProgramType> typeOfOthers)
      throws InputException {
    this.elf = elf;
    this.types = types;
    this.maps = maps;
    this.operations = operations;
    this.typeOfOthers = typeOfOthers;
    this.license = License.of(elf);
  }

  /** Reads all of them, in the order of their sections and places. */
  void read(ObjectCode code) throws InputException {
    List<CodeSection> sections = new ArrayList<>();
    int others = 0;
    for (CodeSection section : code.sections()) {
      if (section.holdsPrograms()) {
        sections.add(section);
        others += section.inOrder().size();
      }
    }
    if (others == 0) { // the only function of an object is a program, whatever its section
      code.sections().stream()
          .filter(section -> section.inOrder().size() == 1)
          .forEach(sections::add);
    }
    for (CodeSection section : sections) {
      for (CodeFunction function : section.inOrder()) {
        read(code, section, function);
      }
    }
  }

  private void read(ObjectCode code, CodeSection section, CodeFunction function)
      throws InputException {
    if (!names.add(function.name())) {
      throw elf.bytes()
          .wrong(
              function.fileOffset(function.start()),
              "a second program named " + function.name(),
              "names that differ");
    }
    String sectionName = section.section().name();
    LinkedCode linked = FunctionLinker.link(code, function);
    BpfProgram program = program(function, ProgramSection.of(sectionName), linked);
    if (ProgramSection.isOnDemand(sectionName) || operations.isOnDemand(function.name())) {
      onDemand.add(function.name());
    }
    if (program.type() == ProgramType.UNSPEC) {
      String reason = "section '%s' names no program type".formatted(sectionName);
      leftOut.add(new LeftOut(program, sectionName, reason));
    } else if (linked.missing().isPresent()) {
      leftOut.add(new LeftOut(program, sectionName, linked.missing().get()));
    } else if (operations.failure(function.name()).isPresent()) {
      leftOut.add(new LeftOut(program, sectionName, operations.failure(function.name()).get()));
    } else {
      programs.add(program);
    }
  }

  private BpfProgram program(
      CodeFunction function, Optional<ProgramSection> kind, LinkedCode linked) {
    return new BpfProgram(
        function.name(),
        kind.map(ProgramSection::type).or(() -> typeOfOthers).orElse(ProgramType.UNSPEC),
        kind.map(ProgramSection::attach).orElse(null),
        kind.map(ProgramSection::flags).orElse(0),
        license,
        linked.insns(),
        maps,
        linked.functions(),
        linked.lines(),
        types.btf());
  }
}
