/**
 * The command line's frame: finds the command that the words name, parses its options, reports its
 * errors, returns the exit status.
 *
 * <p>The commands themselves come from {@link CommandProvider}s, so that the modules above add
 * theirs. Every start runs through here: nothing in this package logs, reflects, or makes an object
 * for a command that was not asked for beyond the command itself.
 *
 * <p>Depends on commons-cli, and on jackson-core where JSON is written.
 */
@NullMarked
package dev.hugetext.loader.cli;

import org.jspecify.annotations.NullMarked;
