package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.lower.LoweredCode;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The slots of a program, of which some are replaced by others or removed. */
final class CodeList {
  private List<Node> nodes;
  private final List<Node> functionStarts = new ArrayList<>();

  /** First slots of all functions, by their index in the program as loaded. */
  private final List<Node> entries;

  CodeList(List<RawInsn> insns, List<Integer> starts) {
    nodes = nodes(insns, Optional.empty());
    starts.forEach(start -> functionStarts.add(nodes.get(start)));
    entries = List.copyOf(functionStarts);
  }

  /** New nodes for slots whose distances are relative to each other. */
  private static List<Node> nodes(List<RawInsn> insns, Optional<Node> patched) {
    List<Node> made = new ArrayList<>();
    for (int slot = 0; slot < insns.size(); slot++) {
      made.add(new Node(insns.get(slot), patched.map(Node::origin).orElse(slot)));
    }
    for (int slot = 0; slot < insns.size(); slot += Math.max(1, Insn.decode(insns, slot).slots())) {
      Optional<Integer> distance = distance(Insn.decode(insns, slot));
      if (distance.isPresent()) {
        int target = slot + 1 + distance.get();
        if (target >= 0 && target < made.size()) {
          made.get(slot).setTarget(made.get(target));
        }
      }
    }
    return made;
  }

  /** How many slots behind the next one an instruction jumps or calls, if it does. */
  static Optional<Integer> distance(Insn insn) {
    return switch (insn) {
      case Insn.Jump jump -> Optional.of(jump.offset());
      case Insn.Branch branch -> Optional.of((int) branch.offset());
      case Insn.MayGoto jump -> Optional.of((int) jump.offset());
      case Insn.CallBpf call -> Optional.of(call.offset());
      case Insn.LoadImm64(var kind, _, int low, _) when kind == Imm64Kind.FUNC -> Optional.of(low);
      case Insn.Alu _,
          Insn.Neg _,
          Insn.MoveSigned _,
          Insn.Swap _,
          Insn.AddrSpaceCast _,
          Insn.MovePerCpu _,
          Insn.LoadImm64 _,
          Insn.LoadAbs _,
          Insn.LoadInd _,
          Insn.Load _,
          Insn.Store _,
          Insn.Atomic _,
          Insn.JumpIndirect _,
          Insn.CallHelper _,
          Insn.CallKfunc _,
          Insn.CallRegister _,
          Insn.Exit _,
          Insn.TailCall _,
          Insn.NoSpec _,
          Insn.Invalid _ ->
          Optional.empty();
    };
  }

  int size() {
    return nodes.size();
  }

  Node get(int index) {
    return nodes.get(index);
  }

  /** First slots of the functions that are left, main first. */
  List<Node> functionStarts() {
    return List.copyOf(functionStarts);
  }

  /** Removes slots; nothing that stays may jump to them. */
  void removeIf(Predicate<Node> condition) {
    Set<Node> gone = new HashSet<>();
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes) {
      if (condition.test(node)) {
        gone.add(node);
      } else {
        kept.add(node);
      }
    }
    nodes = kept;
    functionStarts.removeIf(gone::contains);
  }

  /**
   * Removes jumps that lead to the next slot, in one pass: one that becomes such a jump by a later
   * removal stays, as in Linux; but a {@code may_goto} before a {@code may_goto} that was removed
   * is looked at again.
   */
  void removeEmptyJumps() {
    List<Node> kept = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      @Nullable Node next = i + 1 < nodes.size() ? nodes.get(i + 1) : null;
      int opcode = node.insn().opcode();
      boolean mayGoto = opcode == BpfOpcode.MAY_GOTO.opcode();
      if (next == null || node.target() != next || (!mayGoto && opcode != BpfOpcode.JA.opcode())) {
        kept.add(node);
        continue;
      }
      drop(node, next);
      while (mayGoto && !kept.isEmpty() && isEmptyJump(kept.getLast(), next)) {
        mayGoto = kept.getLast().insn().opcode() == BpfOpcode.MAY_GOTO.opcode();
        drop(kept.removeLast(), next);
      }
    }
    nodes = kept;
  }

  private static boolean isEmptyJump(Node node, Node next) {
    int opcode = node.insn().opcode();
    boolean jump = opcode == BpfOpcode.JA.opcode() || opcode == BpfOpcode.MAY_GOTO.opcode();
    return jump && node.target() == next;
  }

  private void drop(Node node, Node next) {
    node.replaceBy(next);
    int start = functionStarts.indexOf(node);
    if (start >= 0) {
      functionStarts.set(start, next);
    }
  }

  /**
   * Replaces slots by others. In what {@code patch} gives, distances are between its own slots, one
   * past the last being whatever follows; the patched slot itself may be among them.
   */
  void patch(Function<Node, Optional<LoweredCode>> patch) {
    List<Node> all = new ArrayList<>();
    Node open = null; // the last patch's "whatever follows"
    for (Node node : nodes) {
      Optional<LoweredCode> patched = patch.apply(node);
      if (patched.isEmpty()) {
        close(open, node);
        open = null;
        all.add(node);
        continue;
      }
      LoweredCode code = patched.get();
      List<RawInsn> withEnd = new ArrayList<>(code.slots());
      withEnd.add(node.insn()); // stands for what follows
      List<Node> made = nodes(withEnd, Optional.of(node));
      code.symbols().forEach((slot, symbol) -> made.get(slot).setSymbol(symbol));
      code.calls().forEach((slot, function) -> made.get(slot).setTarget(entries.get(function)));
      code.jump().ifPresent(slot -> made.get(slot).setTarget(node.target()));
      Node end = made.removeLast();
      end.setTarget(null);
      Node first = made.isEmpty() ? end : made.getFirst();
      close(open, first);
      open = end;
      drop(node, first);
      all.addAll(made);
    }
    nodes = all;
  }

  private static void close(@Nullable Node open, Node next) {
    if (open != null) {
      open.replaceBy(next);
    }
  }

  /**
   * Puts slots before the first of a function; who jumped to the first still does.
   *
   * @param function index among those that are left
   */
  void prepend(int function, List<RawInsn> insns) {
    Node first = functionStarts.get(function);
    List<RawInsn> withEnd = new ArrayList<>(insns);
    withEnd.add(first.insn());
    List<Node> made = nodes(withEnd, Optional.of(first));
    made.removeLast().replaceBy(first);
    if (!made.isEmpty()) {
      callers(first).forEach(caller -> caller.setTarget(made.getFirst()));
      functionStarts.set(function, made.getFirst());
      nodes.addAll(nodes.indexOf(first), made);
    }
  }

  /** Slots that call or name the function that begins at {@code first}. */
  private List<Node> callers(Node first) {
    return nodes.stream()
        .filter(node -> node.target() == first && !isJump(node.insn().opcode()))
        .toList();
  }

  private static boolean isJump(int opcode) {
    return opcode != BpfOpcode.CALL_BPF.opcode() && opcode != BpfOpcode.LD_FUNC.opcode();
  }

  /** All slots with their distances as the slots now lie. */
  List<RawInsn> layOut() {
    Map<Node, Integer> places = places();
    List<RawInsn> out = new ArrayList<>();
    for (int slot = 0; slot < nodes.size(); slot++) {
      Node node = nodes.get(slot);
      Node target = node.target();
      out.add(target == null ? node.insn() : withDistance(node, place(places, target) - slot - 1));
    }
    return out;
  }

  private static int place(Map<Node, Integer> places, Node node) {
    Integer place = places.get(node);
    if (place == null) {
      throw new IllegalStateException("a jump leads to removed code, once at " + node.origin());
    }
    return place;
  }

  /** Where each slot lies now. */
  Map<Node, Integer> places() {
    Map<Node, Integer> places = new HashMap<>();
    for (int slot = 0; slot < nodes.size(); slot++) {
      places.put(nodes.get(slot), slot);
    }
    return places;
  }

  private static RawInsn withDistance(Node node, int distance) {
    RawInsn insn = node.insn();
    boolean inImmediate = insn.opcode() == BpfOpcode.JA32.opcode() || !isJump(insn.opcode());
    if (inImmediate) {
      return insn.withImm(distance);
    }
    if (distance != (short) distance) {
      throw Refusal.of(
          Rule.PATCH_RANGE,
          "insn %d cannot be patched due to 16-bit range".formatted(node.origin()));
    }
    return insn.withOff((short) distance);
  }
}
