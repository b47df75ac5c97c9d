package dev.hugetext.bpf.isa;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program as it is given to the verifier: relocated, with all its functions.
 *
 * <p>A {@code ld_imm64} of kind {@code MAP}, {@code MAP_VALUE}, {@code MAP_IDX} or {@code
 * MAP_IDX_VALUE} names a map by its index in {@code maps}. A call of a function of the program has
 * the distance in slots from the next instruction as its immediate.
 *
 * @param name at most 15 characters reach the kernel
 * @param attach the expected attach type, or null for the type's default (0)
 * @param flags {@code BPF_F_*} load flags of {@code BPF_PROG_LOAD}
 * @param license e.g. {@code GPL}; empty for none
 * @param insns all slots, the main function first
 * @param maps the maps that instructions name
 * @param funcs the functions, main first, by ascending start; may be empty: then only calls tell
 * @param lines source lines by ascending slot; may be empty
 * @param types what the functions' and maps' type numbers refer to; may be empty
 */
public record BpfProgram(
    String name,
    ProgramType type,
    @Nullable AttachType attach,
    int flags,
    String license,
    List<RawInsn> insns,
    List<MapDef> maps,
    List<FuncInfo> funcs,
    List<LineInfo> lines,
    Btf types) {
  /** Load flag {@code BPF_F_SLEEPABLE}. */
  public static final int SLEEPABLE = 1 << 4;

  public BpfProgram {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(license, "license");
    insns = List.copyOf(insns);
    maps = List.copyOf(maps);
    funcs = List.copyOf(funcs);
    lines = List.copyOf(lines);
    Objects.requireNonNull(types, "types");
  }

  /** A program without types. */
  public BpfProgram(
      String name,
      ProgramType type,
      @Nullable AttachType attach,
      int flags,
      String license,
      List<RawInsn> insns,
      List<MapDef> maps,
      List<FuncInfo> funcs,
      List<LineInfo> lines) {
    this(name, type, attach, flags, license, insns, maps, funcs, lines, Btf.empty());
  }

  /** A program of one function, without maps and source lines, under the GPL. */
  public static BpfProgram of(String name, ProgramType type, List<RawInsn> insns) {
    return new BpfProgram(
        name, type, null, 0, "GPL", insns, List.of(), List.of(new FuncInfo(name, 0)), List.of());
  }

  /** The same program with these maps. */
  public BpfProgram withMaps(List<MapDef> maps) {
    return new BpfProgram(name, type, attach, flags, license, insns, maps, funcs, lines, types);
  }

  /** The same program with this licence. */
  public BpfProgram withLicense(String license) {
    return new BpfProgram(name, type, attach, flags, license, insns, maps, funcs, lines, types);
  }

  /** Whether it is loaded to run where it may sleep ({@code BPF_F_SLEEPABLE}). */
  public boolean isSleepable() {
    return (flags & SLEEPABLE) != 0;
  }

  /**
   * Whether the licence lets the program call functions reserved to the GPL. The accepted strings
   * are those of the kernel's module loader.
   */
  public boolean isGplCompatible() {
    return switch (license) {
      case "GPL",
          "GPL v2",
          "GPL and additional rights",
          "Dual BSD/GPL",
          "Dual MIT/GPL",
          "Dual MPL/GPL" ->
          true;
      default -> false;
    };
  }
}
