/**
 * {@code lib/test_vmalloc.c} and its script, ported: the kernel's own test of vmalloc run on the
 * emulated one, with its cases, parameters, output and statuses.
 *
 * <p>{@link dev.hugetext.selftests.vmalloc.VmallocScript} is the script, {@link
 * dev.hugetext.selftests.vmalloc.TestVmalloc} the module that it loads, {@link
 * dev.hugetext.selftests.vmalloc.VmallocCase} its cases; which of them a kernel has is in {@link
 * dev.hugetext.selftests.vmalloc.CaseTable}. Workers are host threads that each own one emulated
 * CPU while they run.
 */
@NullMarked
package dev.hugetext.selftests.vmalloc;

import org.jspecify.annotations.NullMarked;
