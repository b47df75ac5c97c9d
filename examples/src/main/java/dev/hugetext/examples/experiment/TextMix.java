package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.TextUser;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Who loads text in a mix, how often and how much. */
final class TextMix {
  private static final int LARGEST_PROGRAM = 32 << 10;
  private static final int SMALLEST_MODULE = 4 << 10;
  private static final int LARGEST_MODULE = 512 << 10;
  private static final int FTRACE_BYTES = 256;
  private static final int TRAMPOLINE_BYTES = 300;
  private static final int PAGE = (int) PageSize.KIB_4.bytes();

  private final SplittableRandom random;
  private final ProgramSizes programs;
  private final List<TextUser> drawn = new ArrayList<>(); // each as often as its share

  /** Words of {@code --mix}. */
  enum Kind {
    BPF("bpf"),
    MODULE("module"),
    FTRACE("ftrace"),
    KPROBE("kprobe");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** An image to load. */
  record Image(TextUser user, int bytes) {}

  TextMix(long seed, Set<Kind> kinds) {
    random = new SplittableRandom(seed);
    programs = new ProgramSizes(seed + 1, LARGEST_PROGRAM);
    kinds.forEach(this::add);
  }

  /** Programs are loaded far more often than modules; each has a trampoline or so beside it. */
  private void add(Kind kind) {
    switch (kind) {
      case BPF -> {
        add(TextUser.BPF_PROGRAM, 24);
        add(TextUser.BPF_TRAMPOLINE, 3);
        add(TextUser.BPF_DISPATCHER, 1);
      }
      case MODULE -> add(TextUser.MODULE_TEXT, 1);
      case FTRACE -> add(TextUser.FTRACE_TRAMPOLINE, 3);
      case KPROBE -> add(TextUser.KPROBE_SLOTS, 3);
    }
  }

  private void add(TextUser user, int share) {
    for (int i = 0; i < share; i++) {
      drawn.add(user);
    }
  }

  /** The next image. */
  Image next() {
    TextUser user = drawn.get(random.nextInt(drawn.size()));
    return new Image(user, bytes(user));
  }

  private int bytes(TextUser user) {
    return switch (user) {
      case BPF_PROGRAM -> programs.next();
      case BPF_DISPATCHER, KPROBE_SLOTS -> PAGE;
      case BPF_TRAMPOLINE -> TRAMPOLINE_BYTES;
      case FTRACE_TRAMPOLINE -> FTRACE_BYTES;
      case MODULE_TEXT -> {
        double factor = (double) LARGEST_MODULE / SMALLEST_MODULE;
        yield (int) (SMALLEST_MODULE * Math.pow(factor, random.nextDouble()));
      }
    };
  }

  /** The kinds as they are written. */
  static String text(Set<Kind> kinds) {
    return kinds.stream().map(kind -> kind.text).collect(Collectors.joining(","));
  }

  /** The kinds written with commas between. */
  static Set<Kind> parse(String text) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String word : text.split(",", -1)) {
      Kind found = null;
      for (Kind kind : Kind.values()) {
        if (kind.text.equals(word)) {
          found = kind;
        }
      }
      if (found == null) {
        throw new UsageException(
            "option --mix: unknown value '%s'; these work: bpf module ftrace kprobe"
                .formatted(word));
      }
      kinds.add(found);
    }
    return kinds;
  }
}
