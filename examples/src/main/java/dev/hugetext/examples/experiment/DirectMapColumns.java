package dev.hugetext.examples.experiment;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What is printed of the published run's repetition, and beside it what was published. */
final class DirectMapColumns {
  private static final String PUBLISHED = "publ.";

  private final Background background;

  private DirectMapColumns(Background background) {
    this.background = background;
  }

  /** The columns for runs in this state of memory. */
  static List<Column> of(Background background) {
    return new DirectMapColumns(background).columns();
  }

  private List<Column> columns() {
    String sizes = "DirectMap, kB";
    String level2 = "2M pages split";
    String level3 = "1G pages split";
    return List.of(
        Column.figure("", "copies", "programs"),
        Column.figure(sizes, "4k", "direct_map_4k_kb"),
        published(sizes, (run, copies) -> run.at(copies).kb4k()),
        Column.figure(sizes, "2M", "direct_map_2m_kb"),
        Column.figure(sizes, "1G", "direct_map_1g_kb"),
        Column.figure(level2, "ours", "level2_splits"),
        published(level2, (run, copies) -> run.at(copies).level2SplitsSince(run.at(0))),
        Column.figure(level3, "ours", "level3_splits"),
        published(level3, (run, copies) -> run.at(copies).level3SplitsSince(run.at(0))),
        Column.figure("TLB flushes", "all", "flush_all"),
        Column.figure("TLB flushes", "range", "flush_range"),
        Column.figure("", "IPIs", "ipis"),
        Column.figure("page", "tables", "page_table_pages"),
        Column.walkShare());
  }

  private Column published(String group, BiFunction<PublishedRun, Long, Long> figure) {
    return new Column(group, PUBLISHED, row -> published(row, figure));
  }

  private String published(ExperimentRow row, BiFunction<PublishedRun, Long, Long> figure) {
    @Nullable PublishedRun run = PublishedRun.of(row.configuration().policy(), background);
    return run == null ? "-" : figure.apply(run, row.number("programs")).toString();
  }
}
