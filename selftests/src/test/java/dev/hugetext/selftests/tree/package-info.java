/**
 * What must hold of the source tree as a whole: the arrows between packages, sizes of methods, what
 * every package and every file carries.
 *
 * <p>Production code only; a rule about classes that do not exist yet passes.
 */
@NullMarked
package dev.hugetext.selftests.tree;

import org.jspecify.annotations.NullMarked;
