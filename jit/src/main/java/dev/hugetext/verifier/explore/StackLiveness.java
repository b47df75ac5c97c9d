package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.transfer.Functions;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which stack slots may be read before they are overwritten, learnt from what the paths explored so
 * far read and wrote. Bit i of a set is slot i.
 *
 * <p>A function is told apart by the chain of calls it runs in, since only then is it known whose
 * stack a pointer argument leads to. For each instruction: slots that some visit read, and slots
 * that every visit overwrote; a backward pass makes liveness of them when it is asked for. A state
 * may be judged by it once all paths from it were explored.
 */
final class StackLiveness {
  private final ProgramFacts facts;
  private final Successors successors;
  private final Map<CallChain, Instance> instances = new HashMap<>();

  /** Calling instructions, outermost first, and the function's first slot. */
  private record CallChain(int[] callsites, int start) {
    @Override
    public boolean equals(Object other) {
      return other instanceof CallChain that
          && start == that.start
          && Arrays.equals(callsites, that.callsites);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(callsites) + start;
    }
  }

  /** What is known of one function in one chain; first index is the frame whose slots are meant. */
  private static final class Instance {
    final int start;
    final int size;
    final long[][] reads;
    final long[][] writes;
    final boolean[] visited;
    final long[][] live;
    boolean stale = true;

    Instance(int frames, int start, int size) {
      this.start = start;
      this.size = size;
      this.reads = new long[frames][size];
      this.writes = new long[frames][size];
      this.visited = new boolean[size];
      this.live = new long[frames][size];
    }
  }

  private final Instance[] chain = new Instance[MachineState.MAX_FRAMES];
  private final int[] chainSites = new int[MachineState.MAX_FRAMES];
  private final long[] written = new long[MachineState.MAX_FRAMES];
  private int level = -1;
  private int pc;

  StackLiveness(ProgramFacts facts, Successors successors) {
    this.facts = facts;
    this.successors = successors;
  }

  /** The instruction at {@code pc} is about to be applied to the state. */
  void begin(MachineState state, int pc) {
    enter(state);
    this.pc = pc - chain[level].start;
    Arrays.fill(written, 0);
  }

  void read(int frame, long slots) {
    mark(chain[level], frame, pc, slots);
    for (int outer = level - 1; outer >= frame; outer--) {
      // for the callers it is the call that reads
      mark(chain[outer], frame, chainSites[outer + 1] - chain[outer].start, slots);
    }
  }

  private static void mark(Instance instance, int frame, int index, long slots) {
    long old = instance.reads[frame][index];
    if ((slots & ~old) != 0) {
      instance.reads[frame][index] = old | slots;
      instance.stale = true;
    }
  }

  void write(int frame, long slots) {
    written[frame] |= slots;
  }

  /** The instruction was applied: slots that it did not overwrite this time are not overwritten. */
  void end() {
    Instance instance = chain[level];
    for (int frame = 0; frame < instance.writes.length; frame++) {
      long old = instance.writes[frame][pc];
      long both = instance.visited[pc] ? old & written[frame] : written[frame];
      if (both != old) {
        instance.writes[frame][pc] = both;
        instance.stale = true;
      }
    }
    instance.visited[pc] = true;
  }

  /** Finds the instances of all frames of the state, those of the last state first. */
  private void enter(MachineState state) {
    int frames = state.currentFrame();
    boolean same = true;
    for (int frame = 0; frame <= frames; frame++) {
      int callsite = state.frame(frame).callsite();
      int start = facts.functions().start(state.frame(frame).function());
      same = same && frame <= level && chainSites[frame] == callsite && chain[frame].start == start;
      if (!same) {
        chainSites[frame] = callsite;
        chain[frame] = find(frame, start);
      }
    }
    level = frames;
  }

  private Instance find(int frame, int start) {
    CallChain key = new CallChain(Arrays.copyOfRange(chainSites, 1, frame + 1), start);
    Instance found = instances.get(key);
    if (found == null) {
      Functions functions = facts.functions();
      found = new Instance(frame + 1, start, functions.end(functions.containing(start)) - start);
      instances.put(key, found);
    }
    return found;
  }

  /**
   * Slots of a frame that matter from a state on.
   *
   * @param pc where the innermost function of the state goes on
   */
  long alive(MachineState state, int pc, int frame) {
    enter(state);
    settle(chain[level]);
    long alive = chain[level].live[frame][pc - chain[level].start];
    for (int outer = level - 1; outer >= frame; outer--) {
      settle(chain[outer]);
      int site = chainSites[outer + 1];
      int next = facts.callsCallback(site) ? site : site + 1; // a callback returns to its helper
      alive |= chain[outer].live[frame][next - chain[outer].start];
    }
    return alive;
  }

  private void settle(Instance instance) {
    if (instance.stale) {
      for (int frame = 0; frame < instance.live.length; frame++) {
        settle(instance, frame);
      }
      instance.stale = false;
    }
  }

  private void settle(Instance instance, int frame) {
    long[] live = instance.live[frame];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = instance.size - 1; i >= 0; i--) {
        long after = after(instance, live, i);
        long before = after & ~instance.writes[frame][i] | instance.reads[frame][i];
        changed |= before != live[i];
        live[i] = before;
      }
    }
  }

  private long after(Instance instance, long[] live, int i) {
    int pc = instance.start + i;
    int next = successors.next(pc);
    int target = successors.target(pc);
    return (next < 0 ? 0 : live[next - instance.start])
        | (target < 0 ? 0 : live[target - instance.start]);
  }
}
