/**
 * Writing to kernel text that nobody may write to: through an alias in an address space of its own
 * that no other CPU ever loads.
 */
@NullMarked
package dev.hugetext.execmem.poke;

import org.jspecify.annotations.NullMarked;
