package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram.Function;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles one function: lowers its instructions, lays out its jumps, puts the two together. */
final class FunctionCompiler {

  private static final int NONE = -1;

  private final Function function;
  private final List<RawInsn> slots;
  private final CodeBuffer fragments;
  private final FrameLowering stack;
  private final InsnLowering lowering;
  private final int[] fragmentBytes;
  private final List<@Nullable JumpSite> jumps = new ArrayList<>();
  private int firstExit = NONE;

  /**
   * A compilation.
   *
   * @param index which of the program's functions it is, main being 0
   */
  FunctionCompiler(Function function, int index, JitOptions options) {
    this.function = function;
    this.slots = function.insns();
    Frame frame = Frame.of(function, index);
    this.fragments = new CodeBuffer(frame.registers());
    this.stack = new FrameLowering(fragments, frame, options);
    this.lowering = new InsnLowering(fragments, frame, options);
    this.fragmentBytes = new int[slots.size()];
  }

  JitFunction compile() {
    stack.prologue();
    int prologueBytes = fragments.position();
    for (int slot = 0; slot < slots.size(); slot++) {
      Insn insn = Insn.decode(slots, slot);
      int start = fragments.position();
      lower(insn, slot);
      fragmentBytes[slot] = fragments.position() - start;
      if (insn.slots() == 2) {
        slot++;
        jumps.add(null);
      }
    }
    JumpLayout layout = new JumpLayout(prologueBytes, fragmentBytes, jumps, firstExit);
    if (!layout.converge()) {
      throw new JitException(function.name(), 0, "jumps still shrink after 20 passes");
    }
    return new ImageStitcher(fragments, prologueBytes, fragmentBytes, jumps, layout)
        .stitch(function.name());
  }

  private void lower(Insn insn, int slot) {
    String refusal = lowering.lower(insn, function.references().get(slot));
    if (refusal != null) {
      throw new JitException(
          function.name(), slot, "%s (opcode 0x%02x)".formatted(refusal, slots.get(slot).opcode()));
    }
    jumps.add(jumpOf(insn, slot));
    if (insn instanceof Insn.Exit && firstExit == NONE) {
      firstExit = slot;
      stack.epilogue();
    }
  }

  private @Nullable JumpSite jumpOf(Insn insn, int slot) {
    return switch (insn) {
      case Insn.Branch branch ->
          new JumpSite(
              JumpSite.Kind.CONDITIONAL,
              target(slot, branch.offset()),
              CompareLowering.condition(branch.cond()));
      case Insn.Jump jump -> new JumpSite(JumpSite.Kind.ALWAYS, target(slot, jump.offset()), null);
      case Insn.Exit _ ->
          firstExit == NONE ? null : new JumpSite(JumpSite.Kind.TO_EPILOGUE, firstExit, null);
      case Insn.Alu _, Insn.Neg _, Insn.MoveSigned _, Insn.Swap _, Insn.MovePerCpu _ -> null;
      case Insn.LoadImm64 _, Insn.Load _, Insn.Store _, Insn.Atomic _, Insn.NoSpec _ -> null;
      case Insn.CallHelper _, Insn.CallBpf _, Insn.CallKfunc _, Insn.TailCall _ -> null;
      case Insn.AddrSpaceCast _, Insn.LoadAbs _, Insn.LoadInd _, Insn.MayGoto _ -> null;
      case Insn.JumpIndirect _, Insn.CallRegister _, Insn.Invalid _ -> null;
    };
  }

  private int target(int slot, int offset) {
    long target = (long) slot + 1 + offset;
    if (target < 0 || target >= slots.size()) {
      throw new JitException(function.name(), slot, "jumps out of the function, to " + target);
    }
    return (int) target;
  }
}
