package dev.hugetext.loader.kernel;

/**
 * Whether bpf(2) can be used here.
 *
 * @param yes a trivial program could be loaded
 * @param reason why not, in words for a user; empty where it can
 */
public record Availability(boolean yes, String reason) {}
