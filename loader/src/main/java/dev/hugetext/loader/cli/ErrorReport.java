package dev.hugetext.loader.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What is said about a failure on standard error, and the status that goes with it.
 *
 * @param text whole lines
 */
public record ErrorReport(int status, String text) {
  static ErrorReport of(Throwable failure, boolean debug) {
    var report =
        switch (failure) {
          case UsageException usage -> unusable(String.valueOf(usage.getMessage()));
          case IOException input -> unusable(message(input));
          case OutputFailure output when output.isOfClosedPipe() ->
              new ErrorReport(ExitStatus.UNUSABLE, "");
          case OutputFailure output -> unusable(String.valueOf(output.getMessage()));
          default -> internal(failure);
        };
    return debug ? new ErrorReport(report.status, report.text + stackTrace(failure)) : report;
  }

  private static ErrorReport unusable(String message) {
    return new ErrorReport(ExitStatus.UNUSABLE, "hugetext: " + message + "\n");
  }

  private static ErrorReport internal(Throwable failure) {
    return new ErrorReport(
        ExitStatus.INTERNAL,
        """
        hugetext: internal error: %s
        This is a mistake in hugetext. Please report the command line, its input files, what
        `hugetext --version` prints, and what the same command prints with -d.
        """
            .formatted(failure));
  }

  private static String reason(FileSystemException failure) {
    return switch (failure) {
      case NotDirectoryException _ -> "not a directory";
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "exists already";
      default -> failure.getReason() == null ? "cannot be used" : failure.getReason();
    };
  }

  /** What is wrong with a file, in one line that names it. */
  public static String message(IOException failure) {
    if (failure instanceof FileSystemException file) {
      return file.getFile() + ": " + reason(file);
    }
    if (failure.getMessage() != null) {
      return failure.getMessage();
    }
    return failure instanceof EOFException ? "unexpected end of input" : failure.toString();
  }

  private static String stackTrace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
