package dev.hugetext.execmem.outcome;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code WARN_ON_ONCE} sites of one boot: each is reported once, with the facts of the first
 * time, and counted every time.
 *
 * <p>Thread safe. The kernel prints such a warning once per boot; here they are values, so that a
 * test or a report can ask for them.
 */
public final class Warnings {
  /** One warning site: its first message and how often it was reached. */
  public record Warning(Site site, String first, long count) {
    /** One line for people, as the kernel would print it the first time, with the count. */
    public String text() {
      String times = count == 1 ? "once" : count + " times";
      return "WARNING: %s (%s): %s"
          .formatted(site.name().toLowerCase(Locale.ROOT).replace('_', ' '), times, first);
    }
  }

  /** Where a warning can arise; the constant's name says what was found. */
  public enum Site {
    FILL_OUTSIDE_ALLOCATION,
    FREE_UNKNOWN_ADDRESS,
    FREE_OF_VMALLOC_AREA,
    REGION_NOT_BUSY,
    REGION_NOT_IN_FREE_TEXT,
    SECOND_TEXT_TAIL,
    UNLOCK_NOT_HELD,
    PACK_FREE_UNKNOWN,
    TEXT_FILL_UNKNOWN,
    POKE_OF_CORE_KERNEL_TEXT,
    VMALLOC_SIZE_ZERO,
    VFREE_BAD_ADDRESS,
    VFREE_NONEXISTENT_AREA,
    RESET_PERMS_OF_LARGE_PAGES,
    PERCPU_ILLEGAL_SIZE,
    VM_UNMAP_RAM_NONEXISTENT,
    VREALLOC_NONEXISTENT_AREA,
    SET_MEMORY_UNALIGNED,
    SET_MEMORY_UNMAPPED
  }

  private final Map<Site, Warning> bySite = new LinkedHashMap<>();

  /** No warning yet. */
  public Warnings() {}

  /** Counts one more arrival at {@code site}; keeps {@code message} if it is the first. */
  public synchronized void warnOnce(Site site, String message) {
    bySite.merge(
        site,
        new Warning(site, message, 1),
        (old, added) -> new Warning(site, old.first(), old.count() + 1));
  }

  /** How often {@code site} was reached since boot. */
  public synchronized long count(Site site) {
    Warning warning = bySite.get(site);
    return warning == null ? 0 : warning.count();
  }

  /** All sites reached, in the order in which they first were. */
  public synchronized List<Warning> list() {
    return List.copyOf(bySite.values());
  }
}
