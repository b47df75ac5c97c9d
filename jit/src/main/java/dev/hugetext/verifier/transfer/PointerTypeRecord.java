package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import org.jspecify.annotations.Nullable;

/**
 * What kind of memory each instruction accesses: the rewriting turns accesses to some kinds into
 * other instructions, so an instruction must not see those and others on different paths.
 */
public final class PointerTypeRecord {
  private final @Nullable PointerType[] types;
  private boolean packetWritten;

  PointerTypeRecord(int size) {
    this.types = new PointerType[size];
  }

  void note(int pc, RegValue base) {
    if (!(base instanceof PointerValue pointer)) {
      return;
    }
    PointerType before = types[pc];
    PointerType type = pointer.type();
    if (before == null) {
      types[pc] = type;
    } else if (before != type && (before.bindsInstruction() || type.bindsInstruction())) {
      throw Refusal.of(Rule.SAME_POINTER_TYPE, "same insn cannot be used with different pointers");
    }
  }

  void notePacketWrite() {
    packetWritten = true;
  }

  /** Whether some path stores to the packet. */
  public boolean packetWritten() {
    return packetWritten;
  }

  /** The kind of memory that the instruction accesses; null if it was never seen to access any. */
  public @Nullable PointerType of(int pc) {
    return types[pc];
  }
}
