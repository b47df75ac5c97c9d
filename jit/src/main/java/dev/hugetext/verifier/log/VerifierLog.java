package dev.hugetext.verifier.log;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.InsnPrinter;
import dev.hugetext.bpf.isa.LineInfo;
import dev.hugetext.verifier.budget.Stats;
import dev.hugetext.verifier.explore.ExplorationListener;
import dev.hugetext.verifier.explore.LiveRegisters;
import dev.hugetext.verifier.explore.Touched;
import dev.hugetext.verifier.rule.Rejection;
import dev.hugetext.verifier.state.MachineState;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The kernel's log. Level 1 holds one path: when a put-off branch is taken up, what was written
 * since it was put off is taken back. Level 2 holds everything. Level 4 adds statistics.
 */
public final class VerifierLog implements ExplorationListener {
  private static final int PATH = 1;
  private static final int EVERYTHING = 2;
  private static final int STATISTICS = 4;
  private static final int COLUMN = 40;
  private static final int COLUMN_STEP = 8;

  private final BpfProgram program;
  private final int level;
  private final StateText states;
  private final RollingText out = new RollingText();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private int touchedRegisters = -1;
  private long touchedSlots = -1;
  private int lineStart;
  private int lineEnd = -1;

  public VerifierLog(BpfProgram program, int level) {
    this.program = program;
    this.level = level;
    this.states = new StateText(program.maps());
  }

  private boolean shows(int bit) {
    return (level & bit) != 0;
  }

  private boolean showsPaths() {
    return shows(PATH | EVERYTHING);
  }

  private String insn(int pc) {
    return InsnPrinter.text(program.insns(), pc);
  }

  @Override
  public void functions(int[] starts) {
    for (int i = 0; shows(EVERYTHING) && i < starts.length; i++) {
      line("func#%d @%d".formatted(i, starts[i]));
    }
  }

  @Override
  public void liveRegisters(LiveRegisters live) {
    if (shows(EVERYTHING)) {
      out.append(new LiveText(program.insns()).table(live));
    }
  }

  private void line(String text) {
    out.append(text).append("\n");
  }

  @Override
  public void resumed(int from, int to, MachineState state) {
    touchedRegisters = -1;
    touchedSlots = -1;
    if (from >= 0 && !shows(EVERYTHING) && showsPaths()) {
      out.setLength(marks.pop());
    } else if (from >= 0 && showsPaths()) {
      marks.pop();
    }
  }

  @Override
  public void continued(int from, int to, MachineState state) {
    if (shows(EVERYTHING)) {
      from(from, to, state);
    }
  }

  private void from(int from, int to, MachineState state) {
    line("\nfrom %d to %d:%s".formatted(from, to, states.all(state, state.currentFrame())));
  }

  @Override
  public void forked(int pc, int otherPc) {
    if (showsPaths()) {
      marks.push(out.length());
    }
  }

  @Override
  public void instruction(int pc, MachineState state) {
    if (!showsPaths()) {
      return;
    }
    showTouched(pc, state);
    for (LineInfo source : program.lines()) {
      if (source.insn() == pc) {
        line("; %s @ %s:%d".formatted(source.text().strip(), source.file(), source.line()));
      }
    }
    lineStart = out.length();
    line("%d: %s".formatted(pc, insn(pc)));
    lineEnd = out.length();
  }

  /** After the last instruction on its line, or on a line of its own if something came between. */
  private void showTouched(int pc, MachineState state) {
    if (touchedRegisters == 0 && touchedSlots == 0) {
      return;
    }
    String text = states.selected(state, state.currentFrame(), touchedRegisters, touchedSlots);
    if (lineEnd >= 0 && lineEnd == out.length()) {
      out.setLength(out.length() - 1);
      int width = lineEnd - lineStart;
      int column =
          (Math.max(width + COLUMN_STEP / 2, COLUMN) + COLUMN_STEP - 1) / COLUMN_STEP * COLUMN_STEP;
      out.append(" ".repeat(column - width - 1)).append(";");
      line(text);
    } else {
      line("%d:%s".formatted(pc, text));
    }
    touchedRegisters = 0;
    touchedSlots = 0;
  }

  @Override
  public void applied(int pc, MachineState state, Touched touched) {
    touchedRegisters |= touched.registers();
    for (int frame = 0; frame < MachineState.MAX_FRAMES; frame++) {
      touchedSlots |= touched.slots(frame);
    }
  }

  @Override
  public void compared(int pc, MachineState state) {
    if (showsPaths()) {
      showTouched(pc, state);
    }
  }

  @Override
  public void pruned(int from, int pc, boolean resumed) {
    if (!showsPaths()) {
      return;
    }
    if (resumed) {
      line("\nfrom %d to %d: safe".formatted(from, pc));
    } else {
      line("%d: safe".formatted(pc));
    }
  }

  @Override
  public void explored() {
    if (!shows(EVERYTHING)) {
      out.setLength(0); // the path that was shown did not fail
    }
  }

  @Override
  public void entered(MachineState state) {
    touchedRegisters = -1;
    touchedSlots = -1;
    if (showsPaths()) {
      line("caller:");
      line(states.all(state, state.currentFrame() - 1));
      line("callee:");
      line(states.all(state, state.currentFrame()));
    }
  }

  @Override
  public void assumed(int function, String name) {
    if (showsPaths()) {
      line("Func#%d ('%s') is global and assumed valid.".formatted(function, name));
    }
  }

  @Override
  public void judging(int function, String name) {
    if (showsPaths()) {
      line("Validating %s() func#%d...".formatted(name, function));
    }
  }

  @Override
  public void judged(int function, String name) {
    if (showsPaths()) {
      line(
          "Func#%d ('%s') is safe for any args that match its prototype".formatted(function, name));
    }
  }

  @Override
  public void leaving(MachineState state) {
    if (showsPaths()) {
      line("returning from callee:");
      line(states.all(state, state.currentFrame()));
    }
  }

  @Override
  public void returned(MachineState state, int pc) {
    if (showsPaths()) {
      line("to caller at %d:".formatted(pc));
      line(states.all(state, state.currentFrame()));
    }
  }

  @Override
  public void precisionFrom(int frame, int last, int first, int after) {
    if (shows(EVERYTHING)) {
      line(
          "mark_precise: frame%d: last_idx %d first_idx %d subseq_idx %d "
              .formatted(frame, last, first, after));
    }
  }

  @Override
  public void precisionStep(int frame, int registers, long slots, int pc) {
    if (shows(EVERYTHING)) {
      line(
          "mark_precise: frame%d: regs=%s stack=%s before %d: %s"
              .formatted(
                  frame, MaskText.registers(registers), MaskText.slots(slots), pc, insn(pc)));
    }
  }

  @Override
  public void precisionIn(int frame, int registers, long slots, MachineState state) {
    if (shows(EVERYTHING)) {
      line(
          "mark_precise: frame%d: parent state regs=%s stack=%s: %s"
              .formatted(
                  frame,
                  MaskText.registers(registers),
                  MaskText.slots(slots),
                  states.all(state, frame)));
    }
  }

  @Override
  public void precisionTakenOver(int frame, int registers, long slots) {
    if (shows(EVERYTHING) && (registers != 0 || slots != 0)) {
      line("frame %d: propagating %s".formatted(frame, MaskText.both(registers, slots)));
    }
  }

  @Override
  public void looped(int pc, MachineState now, MachineState before) {
    if (showsPaths()) {
      line("infinite loop detected at insn %d".formatted(pc));
      line("cur state:" + states.all(now, now.currentFrame()));
      line("old state:" + states.all(before, before.currentFrame()));
    }
  }

  /** The whole log of an accepted program. */
  public String accepted(Stats stats) {
    return finish(stats);
  }

  /** The whole log of a refused program. */
  public String refused(Rejection rejection, Stats stats) {
    boolean told = rejection.found().startsWith("infinite loop") && showsPaths();
    if (level != 0 && !rejection.found().isEmpty() && !told) {
      line(rejection.found());
    }
    return finish(stats);
  }

  private String finish(Stats stats) {
    if (showsPaths() || shows(STATISTICS)) {
      line(stats.line());
    }
    return out.toString();
  }
}
