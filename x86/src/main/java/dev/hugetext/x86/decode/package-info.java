/**
 * From bytes to instructions. Total: any bytes give an instruction or the reason why not.
 *
 * <p>A hot package: the decoder dispatches through arrays derived from the table of forms.
 */
@NullMarked
package dev.hugetext.x86.decode;

import org.jspecify.annotations.NullMarked;
