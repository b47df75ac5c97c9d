/** What the sample programs must do, whatever runs them. */
@NullMarked
package dev.hugetext.loader.samples;

import org.jspecify.annotations.NullMarked;
