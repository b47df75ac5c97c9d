/**
 * Small programs with the verdict they deserve, as data: one case at least for each rule of the
 * verifier.
 *
 * <p>The verdicts are the running kernel's: the suite asks it again where it may.
 */
@NullMarked
package dev.hugetext.selftests.cases;

import org.jspecify.annotations.NullMarked;
