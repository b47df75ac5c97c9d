/**
 * What the helper functions do: one Java body per row of {@code HelperTable}.
 *
 * <p>A body sees the emulated kernel only through {@link HelperEnv} and works on guest memory, so
 * the same body serves the reference interpreter and, as the {@code HostCall} behind the helper's
 * entry in static kernel text, the x86 engines.
 */
@NullMarked
package dev.hugetext.loader.helper;

import org.jspecify.annotations.NullMarked;
