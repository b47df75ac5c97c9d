package dev.hugetext.loader.kernel;

import dev.hugetext.bpf.proto.Errno;
import java.util.function.Function;

/** What a call of the kernel gave: a value, or its refusal. */
public sealed interface Outcome<T> {

  /** The kernel did it. */
  record Done<T>(T value) implements Outcome<T> {}

  /**
   * The kernel refused.
   *
   * @param call the bpf(2) command, e.g. {@code PROG_LOAD}
   * @param errno the positive error number
   * @param log the verifier's or BTF checker's text, empty where none was asked for
   */
  record Refused<T>(String call, int errno, String log) implements Outcome<T> {

    /** Linux's name of the error number. */
    public String errnoName() {
      return Errno.text(errno);
    }

    /** Whether a program was refused, not what it needs: a map, types. */
    public boolean isOfProgram() {
      return call.equals(BpfCommand.PROG_LOAD.name());
    }

    /** E.g. {@code PROG_LOAD: EACCES}, without the log. */
    public String message() {
      return call + ": " + errnoName();
    }
  }

  /** Applies {@code next} to the value; a refusal stays the same refusal. */
  default <U> Outcome<U> then(Function<? super T, Outcome<U>> next) {
    return switch (this) {
      case Done<T>(T value) -> next.apply(value);
      case Refused<T>(String call, int errno, String log) -> new Refused<>(call, errno, log);
    };
  }

  /**
   * The value, for callers to whom a refusal is a broken environment.
   *
   * @throws IllegalStateException if the kernel refused; the message has command, errno and log
   */
  default T orThrow() {
    return switch (this) {
      case Done<T>(T value) -> value;
      case Refused<T> refused ->
          throw new IllegalStateException(refused.message() + '\n' + refused.log());
    };
  }
}
