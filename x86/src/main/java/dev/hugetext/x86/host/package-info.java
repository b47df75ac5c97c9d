/**
 * The host's own CPU as one more engine, and as an oracle for the others: bytes are put into an
 * executable mapping and called. Linux on x86-64 only; the one place of this module that knows a
 * host.
 *
 * <p>What runs here runs as the process: a fault ends the JVM. {@link
 * dev.hugetext.x86.host.HostGuard} says beforehand whether an instruction may fault.
 */
@NullMarked
package dev.hugetext.x86.host;

import org.jspecify.annotations.NullMarked;
