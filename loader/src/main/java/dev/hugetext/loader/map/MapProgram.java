package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.ProgramType;

/** A loaded program, as a program array holds it: its address is that of its {@code bpf_prog}. */
public interface MapProgram extends MapObject {
  /** Its type; all programs of one array have the same. */
  ProgramType type();
}
