package dev.hugetext.loader.cli;

import java.util.List;

/**
 * Adds commands to {@code hugetext}; found by {@link java.util.ServiceLoader}.
 *
 * <p>Called at every start, so an implementation only makes its commands, and they do their work in
 * {@link Command#run}. On the class path, where the program runs, a provider needs a line in {@code
 * META-INF/services}; a module needs {@code provides} besides.
 */
public interface CommandProvider {
  List<Command> commands();
}
