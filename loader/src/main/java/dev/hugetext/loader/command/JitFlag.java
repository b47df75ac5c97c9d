package dev.hugetext.loader.command;

import dev.hugetext.jit.IndirectJumps;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.run.RunningKernelJit;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The names that {@code --jit-option NAME=on|off} knows. */
enum JitFlag {
  IBT("ibt") {
    @Override
    JitOptions set(JitOptions options, boolean on) {
      return options.withIbt(on);
    }
  },
  RETPOLINE("retpoline") {
    @Override
    JitOptions set(JitOptions options, boolean on) {
      return jumps(options, IndirectJumps.RETPOLINE, on);
    }
  },
  RETHUNK("rethunk") {
    @Override
    JitOptions set(JitOptions options, boolean on) {
      return options.withRethunk(on);
    }
  },
  LFENCE("lfence") {
    @Override
    JitOptions set(JitOptions options, boolean on) {
      return jumps(options, IndirectJumps.LFENCE, on);
    }
  },
  BMI2("bmi2") {
    @Override
    JitOptions set(JitOptions options, boolean on) {
      return options.withBmi2(on);
    }
  },
  CALL_DEPTH("call-depth") {
    @Override
    JitOptions set(JitOptions options, boolean on) {
      return options.withCallDepth(on);
    }
  },
  /** Everything as the running Linux compiles, read off an image of its own. */
  RUNNING_KERNEL("running-kernel") {
    @Override
    JitOptions set(JitOptions options, boolean on) {
      if (!on) {
        return options;
      }
      if (!Bpf.available().yes()) {
        throw new UsageException(
            "option --jit-option running-kernel=on: not here: " + Bpf.available().reason());
      }
      return RunningKernelJit.options();
    }
  };

  private final String text;

  JitFlag(String text) {
    this.text = text;
  }

  abstract JitOptions set(JitOptions options, boolean on);

  /** One way of jumping is chosen, or the plain one in its place. */
  private static JitOptions jumps(JitOptions options, IndirectJumps jumps, boolean on) {
    if (on) {
      return options.withIndirectJumps(jumps);
    }
    return options.indirectJumps() == jumps
        ? options.withIndirectJumps(IndirectJumps.PLAIN)
        : options;
  }

  static String names() {
    return Arrays.stream(values()).map(flag -> flag.text).collect(Collectors.joining(", "));
  }

  /**
   * The options with one more.
   *
   * @param setting as {@code ibt=on}
   * @throws UsageException if there is no such setting
   */
  static JitOptions apply(JitOptions options, String setting) {
    for (JitFlag flag : values()) {
      if (setting.equals(flag.text + "=on") || setting.equals(flag.text + "=off")) {
        return flag.set(options, setting.endsWith("=on"));
      }
    }
    throw new UsageException(
        "option --jit-option: unknown value '%s'; these work, each with =on or =off: %s"
            .formatted(setting, names()));
  }
}
