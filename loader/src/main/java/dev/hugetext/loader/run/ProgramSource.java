package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.map.BpfMap;
import java.util.List;

/**
 * What is placed: rewritten instructions and the maps that they name.
 *
 * @param maps in the order of their indices in the program
 */
public record ProgramSource(
    String name, ProgramType type, RewrittenProgram rewritten, List<BpfMap> maps) {
  public ProgramSource {
    maps = List.copyOf(maps);
  }
}
