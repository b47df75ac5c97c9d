package dev.hugetext.loader.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which formats are accepted, and how long the text is: measured on Linux 6.18.44. */
class PrintHelpersTest {
  private EmulatedKernel kernel;
  private long buffer;

  @BeforeEach
  void boot() {
    kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
    buffer = kernel.heap().allocate(4096);
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private long print(TestEnv env, String format, long... arguments) {
    byte[] bytes = (format + "\0").getBytes(StandardCharsets.ISO_8859_1);
    env.memory().write(buffer, bytes);
    long[] all = java.util.Arrays.copyOf(arguments, 3);
    return HelperBodies.call(
        HelperTable.TRACE_PRINTK, env, buffer, bytes.length, all[0], all[1], all[2]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hi        | 0                    | 'hi'",
        "x %d      | 5                    | 'x 5'",
        "%lld      | -1                   | '-1'",
        "%x        | 255                  | 'ff'",
        "%X        | 255                  | 'FF'",
        "%5d       | 3                    | '    3'",
        "%05x      | 3                    | '00003'",
        "%-5d!     | 3                    | '3    !'",
        "%c        | 65                   | 'A'",
        "%%        | 0                    | '%'",
        "%lu       | 1                    | '1'",
        "%llx      | -9223372036854775808 | '8000000000000000'",
        "%u        | -1                   | '4294967295'",
        "%px       | 7                    | '0000000000000007'",
        "%05px     | 127                  | '0007f'",
        "%2px      | 4096                 | '1000'",
        "%s        | 0                    | ''"
      })
  void accepted(String format, long argument, String text) {
    var env = new TestEnv(kernel.memory().memory());
    assertEquals(text.length(), print(env, format, argument));
    assertEquals(List.of(text), env.traced());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%d %d %d %d", "%q", "%", "%hd", "%#x", "a%sb", "%o", "%l", "%lll", "\u0001"})
  void refused(String format) {
    var env = new TestEnv(kernel.memory().memory());
    assertEquals(-22, print(env, format, 1, 2, 3));
    assertEquals(List.of(), env.traced());
  }

  @Test
  void stringsAreReadFromMemory() {
    var env = new TestEnv(kernel.memory().memory());
    env.memory().write(buffer + 2048, "abc\0".getBytes(StandardCharsets.US_ASCII));
    assertEquals(5, print(env, "<%s>", buffer + 2048));
    assertEquals(List.of("<abc>"), env.traced());
  }
}
