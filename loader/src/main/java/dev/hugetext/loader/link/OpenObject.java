package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An object file, ready to be verified.
 *
 * @param name the file's name up to the first dot
 * @param programs those that can be loaded, in the order of their sections and, within one, of
 *     their places; each has the whole of {@code maps}, so that one index means the same map in all
 *     of them
 * @param maps those with a definition of their own, then global data; libbpf's order
 * @param btf the types; without any where the object has none
 * @param onDemand names of the programs that are loaded only when asked for
 * @param leftOut programs that cannot be loaded, in the same order
 * @param structOps operations of the kernel that its programs implement
 * @param notices what the user should know about how the object was read, a line each
 */
public record OpenObject(
    String name,
    List<BpfProgram> programs,
    List<MapDef> maps,
    Btf btf,
    Set<String> onDemand,
    List<LeftOut> leftOut,
    List<StructOps> structOps,
    List<String> notices) {
  public OpenObject {
    programs = List.copyOf(programs);
    maps = List.copyOf(maps);
    onDemand = Set.copyOf(onDemand);
    leftOut = List.copyOf(leftOut);
    structOps = List.copyOf(structOps);
    notices = List.copyOf(notices);
  }

  /** The program of that name, if there is one. */
  public Optional<BpfProgram> program(String name) {
    return programs.stream().filter(program -> program.name().equals(name)).findFirst();
  }
}
