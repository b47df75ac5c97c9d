package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An obviously simple TLB level to compare with: a list of ways for each set, searched from the
 * start, with the orders of use and arrival kept as lists and the bits of PLRU kept as halves.
 */
final class ReferenceTlb {
  record Page(PageSize size, long number) {
    static Page of(long va, PageSize size) {
      return new Page(size, va >>> size.shift());
    }

    /** Whether it has an address in {@code [start, end)}. */
    boolean overlaps(long start, long end) {
      long first = number << size.shift();
      long last = first + size.bytes() - 1;
      return Long.compareUnsigned(first, end) < 0 && Long.compareUnsigned(start, last) <= 0;
    }
  }

  /** What a way holds: a page, or a piece of one. */
  record Held(Page page, Page whole) {}

  /** One set: which page is in which way, and the order of use, oldest first. */
  private static final class Set {
    final Held[] ways;
    final List<Integer> order = new ArrayList<>();
    final List<Integer> arrivals = new ArrayList<>();
    final java.util.Set<Integer> recent = new HashSet<>();
    final List<Half> groups = new ArrayList<>();
    int lastGroup;

    Set(int count) {
      ways = new Held[count];
      int groupWays = Math.min(64, Integer.lowestOneBit(count));
      for (int first = 0; first < count; first += groupWays) {
        groups.add(new Half(first, groupWays));
      }
    }

    void put(int way, Held held) {
      ways[way] = held;
      arrivals.remove((Integer) way);
      arrivals.add(way);
      use(way);
    }

    void use(int way) {
      order.remove((Integer) way);
      order.add(way);
      recent.add(way);
      if (recent.size() == ways.length) {
        recent.retainAll(List.of(way));
      }
      for (int i = 0; i < groups.size(); i++) {
        if (groups.get(i).contains(way)) {
          groups.get(i).use(way);
          lastGroup = i;
        }
      }
    }

    int victim(TlbPolicy policy, WayRange among, SplittableRandom random) {
      List<Integer> allowed =
          IntStream.range(among.first(), among.first() + among.count()).boxed().toList();
      for (int way : allowed) {
        if (ways[way] == null) {
          return way;
        }
      }
      return switch (policy) {
        case LRU -> order.stream().filter(allowed::contains).findFirst().orElseThrow();
        case FIFO -> arrivals.stream().filter(allowed::contains).findFirst().orElseThrow();
        case NRU ->
            allowed.stream()
                .filter(way -> !recent.contains(way))
                .findFirst()
                .orElse(allowed.getFirst());
        case RANDOM -> allowed.get(random.nextInt(allowed.size()));
        case PLRU -> {
          int group = (lastGroup + 1) % groups.size();
          while (!groups.get(group).hasAny(allowed)) {
            group = (group + 1) % groups.size();
          }
          yield groups.get(group).victim(allowed);
        }
      };
    }
  }

  /** A node of the PLRU tree over some ways. */
  private static final class Half {
    final int first;
    final int count;
    Half lower;
    Half upper;
    boolean upperIsNext;

    Half(int first, int count) {
      this.first = first;
      this.count = count;
      if (count > 1) {
        lower = new Half(first, count / 2);
        upper = new Half(first + count / 2, count / 2);
      }
    }

    boolean contains(int way) {
      return way >= first && way < first + count;
    }

    void use(int way) {
      if (count > 1) {
        upperIsNext = lower.contains(way);
        (lower.contains(way) ? lower : upper).use(way);
      }
    }

    boolean hasAny(List<Integer> allowed) {
      return allowed.stream().anyMatch(this::contains);
    }

    int victim(List<Integer> allowed) {
      if (count == 1) {
        return first;
      }
      boolean up = upperIsNext ? upper.hasAny(allowed) : !lower.hasAny(allowed);
      return (up ? upper : lower).victim(allowed);
    }
  }

  private record Array(TlbArray geometry, List<Set> sets, SplittableRandom random) {}

  private final TlbPolicy policy;
  private final List<Array> arrays = new ArrayList<>();

  ReferenceTlb(List<TlbArray> level, TlbPolicy policy, long seed) {
    this.policy = policy;
    for (TlbArray geometry : level) {
      List<Set> sets = new ArrayList<>();
      for (int i = 0; i < geometry.entries() / geometry.ways(); i++) {
        sets.add(new Set(geometry.ways()));
      }
      arrays.add(new Array(geometry, sets, new SplittableRandom(seed + arrays.size())));
    }
  }

  private static int setNumber(TlbArray geometry, Page page) {
    int sets = geometry.entries() / geometry.ways();
    long number = page.number() % sets;
    if (geometry.folded()) {
      number = (number ^ (page.number() / sets)) % sets;
    }
    return (int) number;
  }

  /** The page whose entry translates {@code va} and is now used, or null. */
  Page lookUp(long va) {
    for (Array array : arrays) {
      for (PageSize size : PageSize.values()) {
        Page page = Page.of(va, size);
        Set set = array.sets().get(setNumber(array.geometry(), page));
        for (int way = 0; way < set.ways.length; way++) {
          if (set.ways[way] != null && set.ways[way].page().equals(page)) {
            set.use(way);
            return set.ways[way].whole();
          }
        }
      }
    }
    return null;
  }

  /** Holds the page of {@code size} around {@code va}, or the largest piece that can be held. */
  void insert(long va, PageSize size) {
    insert(va, size, size);
  }

  private void insert(long va, PageSize size, PageSize wholeSize) {
    for (Array array : arrays) {
      if (array.geometry().sizes().contains(size)) {
        Page page = Page.of(va, size);
        Set set = array.sets().get(setNumber(array.geometry(), page));
        WayRange among = array.geometry().held().get(size);
        set.put(set.victim(policy, among, array.random()), new Held(page, Page.of(va, wholeSize)));
        return;
      }
    }
    insert(va, size.smaller(), wholeSize);
  }

  /** Drops every entry of a page that has an address in {@code [start, end)}. */
  void flush(long start, long end) {
    for (Array array : arrays) {
      for (Set set : array.sets()) {
        for (int way = 0; way < set.ways.length; way++) {
          if (set.ways[way] != null && set.ways[way].whole().overlaps(start, end)) {
            set.ways[way] = null;
          }
        }
      }
    }
  }

  void flushAll() {
    for (Array array : arrays) {
      for (Set set : array.sets()) {
        Arrays.fill(set.ways, null);
      }
    }
  }
}
