package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.input.FileContents;
import dev.hugetext.loader.link.ObjectOpener;
import dev.hugetext.loader.link.OpenOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code batch}, read.
 *
 * @param op {@code run}, {@code verify} or {@code jit}
 * @param source where the program comes from
 * @param options the options that commands have too, as {@code --name value}
 */
record BatchRequest(
    Op op,
    ProgramSource source,
    byte[] dataIn,
    Optional<byte[]> ctxIn,
    int repeat,
    int cpu,
    int logLevel,
    boolean dump,
    OptionalInt stackDepth,
    Optional<Boolean> tailCallReachable,
    List<String> options) {

  /** What is asked for. */
  enum Op {
    RUN,
    VERIFY,
    JIT
  }

  /** Where the program is. */
  sealed interface ProgramSource {
    /**
     * The program with what belongs to it.
     *
     * @param options how objects are opened
     * @throws IOException if an object cannot be used
     * @throws IllegalArgumentException if there is no such program
     */
    ChosenProgram choose(OpenOptions options) throws IOException;
  }

  /**
   * In an object file.
   *
   * @param prog its name, or null for the first that is not only a target of tail calls
   */
  record InObject(String object, @Nullable String prog) implements ProgramSource {
    @Override
    public ChosenProgram choose(OpenOptions options) throws IOException {
      return ObjectProgram.choose(
          object, ObjectOpener.open(FileContents.path(object), options), prog);
    }
  }

  /**
   * In the line itself.
   *
   * @param attributes of all programs
   * @param insns the program's
   * @param others programs that program arrays may hold, by name; they have the same maps
   */
  record InLine(Attributes attributes, Named insns, List<Named> others, List<MapRequest> maps)
      implements ProgramSource {
    @Override
    public ChosenProgram choose(OpenOptions options) {
      List<BpfProgram> siblings = new ArrayList<>();
      siblings.add(program(insns));
      others.forEach(other -> siblings.add(program(other)));
      return ChosenProgram.bare(siblings.getFirst(), siblings, maps);
    }

    private BpfProgram program(Named named) {
      return new BpfProgram(
          named.name,
          attributes.type,
          attributes.attachType,
          attributes.flags,
          attributes.license,
          named.insns,
          maps.stream().map(MapRequest::def).toList(),
          List.of(new FuncInfo(named.name, 0)),
          List.of());
    }
  }

  /** Instructions and what they are called. */
  record Named(String name, List<RawInsn> insns) {}

  /** What BPF_PROG_LOAD wants to know beside instructions. */
  record Attributes(ProgramType type, @Nullable AttachType attachType, int flags, String license) {}
}
