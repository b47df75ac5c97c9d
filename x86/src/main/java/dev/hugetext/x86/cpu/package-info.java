/**
 * The CPUs and the machine around them: registers, engines that run machine code, traps as values,
 * calls from guest text into Java, interrupts between CPUs, and the two drivers that step them.
 *
 * <p>Each meaning is written once, in {@code AluEffects}; engines differ in how they get there. No
 * method here may exceed 8000 bytes of bytecode (HotSpot would not compile it). Inner loops use
 * arrays, {@code int} switches and public fields of package-private classes; {@code
 * InterpreterBench} says what that buys.
 *
 * <p>Depends on the other packages of {@code x86}, but for {@code asm} and {@code host}.
 */
@NullMarked
package dev.hugetext.x86.cpu;

import org.jspecify.annotations.NullMarked;
