/**
 * How the debug log looks and where it goes.
 *
 * <p>Here rather than in the loader, because only the runnable jar chooses a backend; programs that
 * embed the libraries bring their own.
 *
 * <p>Depends on Logback, and on {@code loader.cli} for the debug flag.
 */
@NullMarked
package dev.hugetext.selftests.logging;

import org.jspecify.annotations.NullMarked;
