package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.Depths;
import dev.hugetext.verifier.state.Frame;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.Role;

/**
 * Functions of the program that helpers call. A helper may call its callback any number of times,
 * also never: the path goes on behind the helper, and another one enters the callback and comes
 * back to the helper.
 */
final class CallbackTransfer {
  private static final int CALLBACK = 2;
  private static final int CONTEXT = 3;
  private static final int FLAGS = 4;

  private final ProgramFacts facts;
  private final Exploration exploration;

  CallbackTransfer(ProgramFacts facts, Exploration exploration) {
    this.facts = facts;
    this.exploration = exploration;
  }

  /** {@code bpf_loop(count, callback, context, flags)}: {@code callback(index, context)}. */
  void loop(MachineState state, int pc, CallRecord calls) {
    if (state.register(FLAGS).isZero()) {
      exploration.markPrecise(FLAGS);
      calls.noteLoop(pc, function(state));
    } else {
      calls.noteFlaggedLoop(pc);
    }
    long most = -1; // of an address
    if (state.register(1) instanceof ScalarValue count) {
      exploration.markPrecise(1);
      most = count.number().umax();
    }
    Frame caller = state.edit(state.currentFrame());
    if (Long.compareUnsigned(caller.iterations(), most) >= 0) {
      caller.setIterations(0);
      return; // no path calls it once more
    }
    MachineState inside = enter(state, pc);
    Frame callback = inside.edit(inside.currentFrame());
    callback.setRegister(1, ScalarValue.UNKNOWN);
    callback.setRegister(2, state.register(CONTEXT));
    exploration.putOff(start(state), inside);
  }

  /**
   * {@code bpf_for_each_map_elem(map, callback, context, flags)}: {@code callback(map, key, value,
   * context)}.
   */
  void eachElement(MachineState state, int pc, int map) {
    MachineState inside = enter(state, pc);
    Frame callback = inside.edit(inside.currentFrame());
    element(callback, state.register(1), map);
    callback.setRegister(4, state.register(CONTEXT));
    exploration.putOff(start(state), inside);
  }

  /** A value with a lock has a name, which Linux does not give it: it tells elements apart. */
  private void element(Frame callback, RegValue mapPointer, int map) {
    boolean lock = facts.map(map).types().first(ValueField.Kind.SPIN_LOCK).isPresent();
    PointerValue value = PointerValue.ofMap(PointerType.MAP_VALUE, map, 0);
    callback.setRegister(1, mapPointer);
    callback.setRegister(2, PointerValue.ofMap(PointerType.MAP_KEY, map, 0));
    callback.setRegister(3, lock ? value.withId(exploration.freshId()) : value);
  }

  /** {@code bpf_timer_set_callback(timer, callback)}: {@code callback(map, key, value)}, later. */
  void later(MachineState state, int map) {
    MachineState alone = MachineState.entry(function(state), Role.LATER);
    alone.setDepths(Depths.ZERO.withLater(state.depths().later() + 1));
    Frame callback = alone.edit(0);
    element(callback, PointerValue.ofMap(PointerType.MAP_PTR, map, 0), map);
    exploration.putOffAlone(start(state), alone);
  }

  private int start(MachineState state) {
    return facts.functions().start(function(state));
  }

  private static int function(MachineState state) {
    return ((PointerValue) state.register(CALLBACK)).map();
  }

  /** A copy of the state in the callback; R1 to R5 of the caller stay, for the helper's sake. */
  private static MachineState enter(MachineState state, int pc) {
    int caller = state.currentFrame();
    if (caller + 1 >= MachineState.MAX_FRAMES) {
      throw Refusal.of(
          Rule.CALL_DEPTH, "the call stack of %d frames is too deep".formatted(caller + 2));
    }
    MachineState inside = state.copy();
    Depths depths = state.depths();
    inside.setDepths(depths.withCallbacks(depths.callbacks() + 1));
    Frame calling = inside.edit(caller);
    calling.setIterations(calling.iterations() + 1);
    inside.push(function(state), pc, Role.CALLBACK);
    state.edit(caller).setIterations(0);
    return inside;
  }
}
