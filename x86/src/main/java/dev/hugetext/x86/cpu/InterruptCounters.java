package dev.hugetext.x86.cpu;

/**
 * Interrupts between CPUs, of one of them.
 *
 * @param sent to other CPUs
 * @param received from other CPUs
 */
public record InterruptCounters(long sent, long received) {}
