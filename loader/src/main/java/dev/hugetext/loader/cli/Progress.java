package dev.hugetext.loader.cli;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a long piece of work has come: a bar on standard error, with the rate and the time that
 * is left, where standard output is a terminal; elsewhere nothing. The bar is gone once the work is
 * done or has failed. {@link #stepTo} costs a few nanoseconds; a thread of the bar's draws it.
 */
public final class Progress implements AutoCloseable {
  private static final int REDRAW_MILLIS = 250;
  private static final int COLUMNS = 79; // no terminal has fewer than 80

  private final Line line;
  private final @Nullable ProgressBar bar;

  private Progress(Line line, @Nullable ProgressBar bar) {
    this.line = line;
    this.bar = bar;
  }

  /**
   * Begins.
   *
   * @param what is being worked on, a word or two
   * @param total how many steps that is
   */
  public static Progress of(Console console, String what, long total) {
    Line line = new Line(console.err());
    return new Progress(line, console.terminal() ? bar(line, what, total) : null);
  }

  private static ProgressBar bar(Line line, String what, long total) {
    return new ProgressBarBuilder()
        .setTaskName(what)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setSpeedUnit(ChronoUnit.SECONDS)
        .showSpeed()
        .setConsumer(line)
        .build();
  }

  /** So many steps were done, counted from the beginning. */
  public void stepTo(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** One line that is drawn over and over. */
  private record Line(PrintStream err) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return COLUMNS;
    }

    @Override
    public void accept(String text) {
      err.print("\r" + text);
    }

    @Override
    public void close() {
      err.print("\r" + " ".repeat(COLUMNS) + "\r");
      err.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      line.close(); // the bar itself leaves that out where it was drawn only once
    }
  }
}
