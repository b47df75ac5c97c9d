package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.loader.context.TestTarget;
import dev.hugetext.loader.map.BpfMap;
import java.util.List;

/**
 * What is placed: rewritten instructions and the maps that they name.
 *
 * @param target what a test run needs to know of it
 * @param maps in the order of their indices in the program
 */
public record ProgramSource(
    String name, TestTarget target, RewrittenProgram rewritten, List<BpfMap> maps) {
  public ProgramSource {
    maps = List.copyOf(maps);
  }
}
