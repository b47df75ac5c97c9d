/** Tests of the policies: what each operation costs, and what wrong use comes to. */
@NullMarked
package dev.hugetext.execmem.policy;

import org.jspecify.annotations.NullMarked;
