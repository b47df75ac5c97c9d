package dev.hugetext.execmem.poke;

/**
 * What text poking has cost since boot.
 *
 * @param pokes writes through the alias ({@code text_pokes})
 * @param pteWrites entries of the alias set
 * @param pteClears entries of the alias cleared
 * @param mmSwitches address spaces loaded, two a poke
 */
public record PokeCounters(long pokes, long pteWrites, long pteClears, long mmSwitches) {}
