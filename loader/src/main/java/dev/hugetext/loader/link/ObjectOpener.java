package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfReader;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.FileContents;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/** Opens an object file: everything in it that has to do with eBPF, resolved. */
public final class ObjectOpener {
  /** Longest file accepted, in bytes: far beyond any object, and well within memory. */
  public static final int FILE_LIMIT = 64 << 20;

  private final ElfObject elf;
  private final ObjectTypes types;

  private ObjectOpener(ElfObject elf, ObjectTypes types) {
    this.elf = elf;
    this.types = types;
  }

  /**
   * Opens the object in {@code file}.
   *
   * @throws InputException if it is not a proper eBPF object, or needs what is not supported
   * @throws IOException if it cannot be read
   */
  public static OpenObject open(Path file) throws IOException {
    String name = file.toString();
    return open(FileContents.read(name, FILE_LIMIT, "an object file of at most that"), name);
  }

  /**
   * Opens the object in {@code bytes}, which the caller must not change afterwards.
   *
   * @param file its name, for messages; maps of global data are named after it
   * @throws InputException if it is not a proper eBPF object, or needs what is not supported
   */
  public static OpenObject open(byte[] bytes, String file) throws InputException {
    ElfObject elf = ElfReader.read(bytes, file);
    return new ObjectOpener(elf, ObjectTypes.read(elf)).open();
  }

  private OpenObject open() throws InputException {
    MapTable maps = new MapTable();
    LegacyMapReader.addTo(maps, elf);
    MapReader.addTo(maps, elf, types.btf());
    DataMaps.addTo(maps, elf, types);
    NavigableMap<Integer, CodeSection> sections = CodeSection.readAll(elf);
    InsnFacts facts = new InsnFacts(elf, types, sections.values());
    ObjectCode code = new ObjectCode(elf, sections, maps, types, facts);
    Set<String> onDemand = new HashSet<>();
    List<BpfProgram> programs = programs(code, maps.maps(), onDemand);
    String name = ObjectName.of(elf.file()).text();
    return new OpenObject(name, programs, maps.maps(), types.btf(), onDemand);
  }

  private List<BpfProgram> programs(ObjectCode code, List<MapDef> maps, Set<String> onDemand)
      throws InputException {
    String license = License.of(elf);
    List<BpfProgram> programs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (CodeSection section : code.sections()) {
      if (!section.holdsPrograms()) {
        continue;
      }
      ProgramSection kind = kindOf(section.section());
      for (CodeFunction function : section.inOrder()) {
        if (!names.add(function.name())) {
          throw elf.bytes()
              .wrong(
                  function.fileOffset(function.start()),
                  "a second program named " + function.name(),
                  "names that differ");
        }
        LinkedCode linked = FunctionLinker.link(code, function);
        programs.add(
            new BpfProgram(
                function.name(),
                kind.type(),
                kind.attach(),
                kind.flags(),
                license,
                linked.insns(),
                maps,
                linked.functions(),
                linked.lines(),
                types.btf()));
        if (ProgramSection.isOnDemand(section.section().name())) {
          onDemand.add(function.name());
        }
      }
    }
    if (programs.isEmpty()) {
      throw InputException.ofWhole(elf.file(), "no program", "at least one");
    }
    return programs;
  }

  private ProgramSection kindOf(Section section) throws InputException {
    var kind = ProgramSection.of(section.name());
    if (kind.isEmpty()) {
      throw elf.bytes()
          .wrong(
              section.offset(),
              "programs in section '%s', which names no program type".formatted(section.name()),
              "a section such as xdp, tc or socket");
    }
    return kind.get();
  }
}
