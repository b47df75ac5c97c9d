package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.core.Relocator;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfReader;
import dev.hugetext.loader.input.FileContents;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Opens an object file: everything in it that has to do with eBPF, resolved. */
public final class ObjectOpener {
  /** Longest file accepted, in bytes: far beyond any object, and well within memory. */
  public static final int FILE_LIMIT = 64 << 20;

  private static final String LOCAL_TYPES =
      "the kernel's types are not known: relocations against types keep what the compiler saw";

  private final ElfObject elf;
  private final ObjectTypes types;
  private final OpenOptions options;

  private ObjectOpener(ElfObject elf, ObjectTypes types, OpenOptions options) {
    this.elf = elf;
    this.types = types;
    this.options = options;
  }

  /** As {@link #open(Path, OpenOptions)}, for no kernel in particular. */
  public static OpenObject open(Path file) throws IOException {
    return open(file, OpenOptions.DEFAULT);
  }

  /**
   * Opens the object in {@code file}.
   *
   * @throws InputException if it is not a proper eBPF object
   * @throws IOException if it cannot be read
   */
  public static OpenObject open(Path file, OpenOptions options) throws IOException {
    String name = file.toString();
    byte[] bytes = FileContents.read(name, FILE_LIMIT, "an object file of at most that");
    return open(bytes, name, options);
  }

  /**
   * Opens the object in {@code bytes}, which the caller must not change afterwards.
   *
   * @param file its name, for messages; maps of global data are named after it
   * @throws InputException if it is not a proper eBPF object
   */
  public static OpenObject open(byte[] bytes, String file, OpenOptions options)
      throws InputException {
    ElfObject elf = ElfReader.read(bytes, file);
    return new ObjectOpener(elf, ObjectTypes.read(elf), options).open();
  }

  private OpenObject open() throws InputException {
    MapTable maps = new MapTable();
    LegacyMapReader.addTo(maps, elf);
    MapReader.addTo(maps, elf, types.btf());
    ArenaData.addTo(maps, elf);
    DataMaps.addTo(maps, elf, types);
    var externs = ExternReader.read(elf, types.btf());
    var settings = Settings.addTo(maps, elf, types.btf(), externs.values(), options.kernel());
    NavigableMap<Integer, CodeSection> sections = CodeSection.readAll(elf);
    var operations =
        StructOpsTable.addTo(
            maps, types.btf(), StructOpsReader.read(elf, types.btf(), sections), options.kernel());
    List<MapDef> all = maps.maps().stream().map(map -> MapSizes.fixed(map, options)).toList();
    var references =
        new ReferenceResolver(
            elf,
            sections,
            maps,
            new ExternResolver(elf, types.btf(), externs, settings, options.kernel()));
    InsnFacts facts = new InsnFacts(elf, types, sections.values());
    boolean asksNothing = types.ext().relocations().isEmpty();
    Optional<Btf> kernel = asksNothing ? Optional.empty() : options.kernel().types();
    var relocator =
        new Relocator(types.btf(), kernel, asksNothing ? List.of() : options.kernel().modules());
    ObjectCode code = new ObjectCode(elf, sections, references, types, facts, relocator);
    var programs = new ProgramReader(elf, types, all, operations, options.type());
    programs.read(code);
    return new OpenObject(
        ObjectName.of(elf.file()).text(),
        programs.programs,
        all,
        types.btf(),
        programs.onDemand,
        programs.leftOut,
        operations.operations(),
        notices(maps, asksNothing || kernel.isPresent()));
  }

  private static List<String> notices(MapTable maps, boolean typesAreRight) {
    List<String> notices = new ArrayList<>(maps.notices());
    if (!typesAreRight) {
      notices.add(LOCAL_TYPES);
    }
    return notices;
  }
}
