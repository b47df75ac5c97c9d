package dev.hugetext.bpf.isa;

/** What the immediate of a rewritten instruction stands for, until an address is known. */
public sealed interface Symbol {
  /** A helper by its number. */
  record Helper(int id) implements Symbol {}

  /** A kernel function by its distance in bytes from {@code __bpf_call_base}, as dumps show it. */
  record CallBase(int displacement) implements Symbol {}

  /** A map itself. */
  record MapPointer(int mapIndex) implements Symbol {}

  /** A map's value 0 plus {@code offset} bytes. */
  record MapValue(int mapIndex, int offset) implements Symbol {}

  /** A function of the same program, by its index in {@link RewrittenProgram#functions()}. */
  record Function(int index) implements Symbol {}

  /** A kernel symbol, e.g. {@code __x86_return_thunk}. */
  record Kernel(String name) implements Symbol {}

  /**
   * A slot of a program array: what a tail call's patched jump leads to. Has no address of its own.
   */
  record TailCallSlot(int mapIndex, int index) implements Symbol {}

  /** The per-CPU pointer to the end of a function's private stack. */
  record PrivateStack(int function) implements Symbol {}
}
