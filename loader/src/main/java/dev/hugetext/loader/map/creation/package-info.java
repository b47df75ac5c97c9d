/**
 * Which definitions of a map the kernel takes, and with which error it refuses the others: a list
 * of conditions for every map type, in the order in which Linux 6.18 looks at them.
 *
 * <p>Pure data over {@code bpf.proto}; nothing is allocated here.
 */
@NullMarked
package dev.hugetext.loader.map.creation;

import org.jspecify.annotations.NullMarked;
