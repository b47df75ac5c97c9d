/**
 * Conformance vectors of the project bpf_conformance: a program, memory, and what R0 must be.
 *
 * <p>{@link dev.hugetext.loader.conformance.VectorReader} reads its {@code .data} files, {@link
 * dev.hugetext.loader.conformance.ConformanceRun} runs one by the trusted door or through the
 * verifier. The vectors themselves are not part of this project.
 *
 * <p>Depends on the loader's facade and on {@code loader.run}; knows no command line.
 */
@NullMarked
package dev.hugetext.loader.conformance;

import org.jspecify.annotations.NullMarked;
