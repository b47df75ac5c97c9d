/**
 * Programs in an emulated kernel: booting it, placing compiled programs in its text, and running
 * them as {@code BPF_PROG_TEST_RUN} does, by the reference interpreter or by the x86 machine.
 *
 * <p>Policies are chosen here and handed down. Both executors get the same context, the same maps
 * and the same helper bodies, so they must give the same result.
 *
 * <p>Depends on maps, helpers and contexts, and on the modules below; knows no command line.
 */
@NullMarked
package dev.hugetext.loader.run;

import org.jspecify.annotations.NullMarked;
