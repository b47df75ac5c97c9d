/**
 * Machine code of compiled programs as text, with names for what it refers to.
 *
 * <p>Here and not beside the compiler, which sees of x86 only the assembler.
 */
@NullMarked
package dev.hugetext.loader.listing;

import org.jspecify.annotations.NullMarked;
