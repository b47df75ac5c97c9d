package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.jit.JitImage;
import dev.hugetext.jit.Symbols;
import dev.hugetext.loader.context.TestTarget;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapProgram;
import java.util.List;

/** A program in the kernel: rewritten, compiled, placed, with its maps. */
public final class LoadedProgram implements MapProgram, AutoCloseable {
  private final String name;
  private final TestTarget target;
  private final RewrittenProgram rewritten;
  private final List<BpfMap> maps;
  private final List<PlacedFunction> functions;
  private final Symbols symbols;
  private final TextAllocator text;
  private final Kept kept;

  /**
   * What a program is to its kernel besides its text.
   *
   * @param id its number
   * @param address of its {@code struct bpf_prog}
   * @param release gives back everything but text and maps
   */
  record Kept(int id, long address, Runnable release) {}

  /** A program whose functions are in place. */
  LoadedProgram(
      ProgramSource source,
      List<PlacedFunction> functions,
      Symbols symbols,
      TextAllocator text,
      Kept kept) {
    this.name = source.name();
    this.target = source.target();
    this.rewritten = source.rewritten();
    this.maps = source.maps();
    this.functions = List.copyOf(functions);
    this.symbols = symbols;
    this.text = text;
    this.kept = kept;
  }

  /** Its name, as in the object. */
  public String name() {
    return name;
  }

  /** Its type and what else decides which context it runs with. */
  public TestTarget target() {
    return target;
  }

  @Override
  public ProgramType type() {
    return target.type();
  }

  @Override
  public int id() {
    return kept.id();
  }

  @Override
  public long address() {
    return kept.address();
  }

  /** What was compiled. */
  public RewrittenProgram rewritten() {
    return rewritten;
  }

  /** Its maps, in the order of their indices in the program. */
  public List<BpfMap> maps() {
    return maps;
  }

  /** Its functions, main first. */
  public List<PlacedFunction> functions() {
    return functions;
  }

  /** The main function's entry. */
  public long entry() {
    return functions.getFirst().entry();
  }

  /** Its functions before they had addresses. */
  public JitImage image() {
    return new JitImage(functions.stream().map(PlacedFunction::function).toList());
  }

  /** Where everything that it refers to is. */
  public Symbols symbols() {
    return symbols;
  }

  /** The machine code of one function, as it lies in memory. */
  public byte[] code(PlacedFunction function) {
    return function.function().at(function.entry(), symbols);
  }

  /** Frees its text and private stacks; its maps stay. */
  @Override
  public void close() {
    kept.release().run();
    functions.forEach(function -> text.free(function.block()));
  }
}
