package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import java.util.List;

/**
 * The program that a command is about.
 *
 * @param siblings all programs of its object, some of which its maps may hold
 */
record ChosenProgram(BpfProgram program, List<BpfProgram> siblings) {
  ChosenProgram {
    siblings = List.copyOf(siblings);
  }

  /** One that comes without an object. */
  static ChosenProgram alone(BpfProgram program) {
    return new ChosenProgram(program, List.of());
  }
}
