package dev.hugetext.bpf.isa;

/**
 * The source line from which the instructions from {@code insn} on were made.
 *
 * @param insn index of the first slot
 * @param file name of the source file
 * @param text the line itself, as the BTF has it
 * @param line line number from 1
 * @param column column from 1; 0 if unknown
 */
public record LineInfo(int insn, String file, String text, int line, int column) {}
