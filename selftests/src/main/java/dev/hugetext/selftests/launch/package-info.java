/**
 * What the launcher needs of the runnable jar besides its commands.
 *
 * <p>Depends on {@code loader.cli} and the log's interface.
 */
@NullMarked
package dev.hugetext.selftests.launch;

import org.jspecify.annotations.NullMarked;
