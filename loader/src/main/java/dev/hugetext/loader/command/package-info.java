/**
 * The commands about programs and what objects bring along: {@code prog load}, {@code prog run},
 * {@code prog dump}, {@code verify}, {@code map show}, {@code btf dump}, {@code batch}.
 *
 * <p>Each parses, calls the library and prints; formats are bpftool's where bpftool has the thing.
 */
@NullMarked
package dev.hugetext.loader.command;

import org.jspecify.annotations.NullMarked;
