package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.RawInsn;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random socket filters from a seed. The same seed gives the same program, but for the map's
 * descriptor in it.
 */
public final class RandomPrograms {

  /** Bytes of the one value of the map that the programs use. */
  public static final int MAP_VALUE_BYTES = 60_000;

  private static final int MAX_FUNCTIONS = 5;
  private static final int MAX_STACK_BYTES = 512;
  private static final List<Integer> CALLEE_SAVED = List.of(6, 7, 8, 9);

  private final Draw draw;
  private final int mapFd;

  private RandomPrograms(long seed, int mapFd) {
    this.draw = new Draw(new SplittableRandom(seed));
    this.mapFd = mapFd;
  }

  /**
   * The program of this seed.
   *
   * @param mapFd an array map of one value of {@link #MAP_VALUE_BYTES}
   */
  public static List<RawInsn> of(long seed, int mapFd) {
    return new RandomPrograms(seed, mapFd).program();
  }

  private List<RawInsn> program() {
    int functions = draw.oneIn(4) ? draw.between(2, MAX_FUNCTIONS) : 1;
    List<FunctionCode> written = new ArrayList<>();
    for (int index = 0; index < functions; index++) {
      written.add(new FunctionWriter(shape(index, functions), draw).write(index == 0));
    }
    return join(written);
  }

  private static List<RawInsn> join(List<FunctionCode> functions) {
    List<Integer> starts = new ArrayList<>();
    int start = 0;
    for (FunctionCode function : functions) {
      starts.add(start);
      start += function.size();
    }
    List<RawInsn> insns = new ArrayList<>();
    for (int index = 0; index < functions.size(); index++) {
      insns.addAll(functions.get(index).placed(starts.get(index), starts));
    }
    return insns;
  }

  private FunctionShape shape(int index, int functions) {
    List<Integer> saved = new ArrayList<>(CALLEE_SAVED);
    int context = -1;
    if (index == 0 && !draw.oneIn(4)) {
      context = draw.of(saved);
      saved.remove(Integer.valueOf(context));
    }
    List<Integer> registers = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    for (int register : saved) {
      if (draw.oneIn(2)) {
        registers.add(register);
      }
    }
    List<Integer> callees = new ArrayList<>();
    for (int callee = index + 1; callee < functions; callee++) {
      callees.add(callee);
    }
    int stack = functions == 1 && draw.oneIn(2) ? MAX_STACK_BYTES : MAX_STACK_BYTES / 8;
    int branches = draw.oneIn(4) ? 0 : draw.between(10, 400);
    return new FunctionShape(
        items(functions),
        registers,
        context,
        draw.between(1, stack / 8) * 8,
        branches,
        draw.oneIn(2) ? 12 : draw.between(1, 400),
        mapFd,
        callees);
  }

  private int items(int functions) {
    if (functions > 1) {
      return draw.between(1, 60);
    }
    return draw.oneIn(50) ? draw.between(1000, 5000) : draw.between(1, 120);
  }
}
