package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The program that a command is about.
 *
 * @param siblings all programs of its object, or that came with it, some of which its maps may hold
 * @param maps of a program without an object, what its maps hold at first
 */
record ChosenProgram(BpfProgram program, List<BpfProgram> siblings, List<MapRequest> maps) {
  ChosenProgram {
    siblings = List.copyOf(siblings);
    maps = List.copyOf(maps);
  }

  /** One of an object's. */
  ChosenProgram(BpfProgram program, List<BpfProgram> siblings) {
    this(program, siblings, List.of());
  }

  /**
   * One that comes without an object.
   *
   * @throws IllegalArgumentException if a slot names a program or map that is not there
   */
  static ChosenProgram bare(BpfProgram program, List<BpfProgram> siblings, List<MapRequest> maps) {
    Set<String> programNames = new HashSet<>();
    for (BpfProgram sibling : siblings) {
      if (!programNames.add(sibling.name())) {
        throw new IllegalArgumentException("two programs are named '" + sibling.name() + "'");
      }
    }
    Set<String> mapNames = new HashSet<>();
    maps.forEach(map -> mapNames.add(map.def().name()));
    for (MapRequest map : maps) {
      boolean holdsPrograms = map.def().type() == MapType.PROG_ARRAY;
      requireKnown(
          map.def(), holdsPrograms ? "program" : "map", holdsPrograms ? programNames : mapNames);
    }
    return new ChosenProgram(program, siblings, maps);
  }

  private static void requireKnown(MapDef holder, String what, Set<String> names) {
    for (String name : holder.slots().values()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "map '%s': no %s '%s'".formatted(holder.name(), what, name));
      }
    }
  }
}
