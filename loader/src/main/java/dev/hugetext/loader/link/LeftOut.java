package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.BpfProgram;
import java.util.Objects;

/**
 * A program that was found and cannot be loaded.
 *
 * @param program as far as it is known; of type {@code UNSPEC} where its section does not tell it
 * @param section its name
 * @param reason why not, as a phrase
 */
public record LeftOut(BpfProgram program, String section, String reason) {
  public LeftOut {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(section, "section");
    Objects.requireNonNull(reason, "reason");
  }
}
