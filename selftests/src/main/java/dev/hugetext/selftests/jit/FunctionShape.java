package dev.hugetext.selftests.jit;

import java.util.List;

/**
 * What a random function may do.
 *
 * @param items how many things it does before it ends
 * @param registers numbers of the registers that hold numbers all the time: R0 first, R1 to R5, and
 *     some of R6 to R9
 * @param context number of the register that keeps the context, or -1
 * @param stackBytes bytes of stack, a positive multiple of 8
 * @param branchesPerMille how many of a thousand items are jumps
 * @param reach how many items ahead a jump goes at most
 * @param mapFd a map of one value of {@link RandomPrograms#MAP_VALUE_BYTES}
 * @param callees indices of functions that it may call
 */
record FunctionShape(
    int items,
    List<Integer> registers,
    int context,
    int stackBytes,
    int branchesPerMille,
    int reach,
    int mapFd,
    List<Integer> callees) {

  FunctionShape {
    registers = List.copyOf(registers);
    callees = List.copyOf(callees);
  }
}
