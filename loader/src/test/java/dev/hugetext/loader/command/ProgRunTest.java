package dev.hugetext.loader.command;

import static dev.hugetext.loader.command.CommandLineRun.object;
import static dev.hugetext.loader.command.CommandLineRun.packet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.kernel.KernelAssumption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code prog run}: the product's main job, as a user types it. */
class ProgRunTest {
  private static CommandLineRun firewall(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("prog", "run", object("xdp_firewall"), "--data-in", packet("tcp_syn")));
    words.addAll(Arrays.asList(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  @Test
  void mainJob() {
    CommandLineRun run = firewall("--counters");
    assertEquals(0, run.status(), run.err());
    assertTrue(
        run.out().matches("(?s)Return value: 2, duration \\(average\\): \\d+ns\n.*"), run.out());
    assertTrue(counter(run, "itlb_loads") >= 1, run.out());
    assertTrue(counter(run, "walks_2m") >= 1, run.out());
    assertEquals(0, counter(run, "walks_4k"), run.out());
    assertTrue(run.out().contains("program and static text in one 2M page"), run.out());
    assertTrue(run.err().contains("program 'firewall'"), run.err());
  }

  private static long counter(CommandLineRun run, String name) {
    Matcher line = Pattern.compile("(?m)^ +" + name + " +(\\d+)$").matcher(run.out());
    assertTrue(line.find(), name + " in " + run.out());
    return Long.parseLong(line.group(1));
  }

  @Test
  void withoutTextTailTheProgramHasAPageOfItsOwn() {
    CommandLineRun run = firewall("--counters", "--text-tail", "off");
    assertTrue(run.out().contains("page 2M 0xffffffffa0000000 ro+x  execmem region"), run.out());
  }

  @Test
  void sameSeedSameCounters() {
    String first = firewall("--counters", "--seed", "42").out();
    String again = firewall("--counters", "--seed", "42").out();
    assertEquals(afterDuration(first), afterDuration(again));
  }

  private static String afterDuration(String out) {
    return out.substring(out.indexOf('\n'));
  }

  /** Everything but the measured duration is the same by all engines. */
  @ParameterizedTest
  @CsvSource({
    "xdp_firewall, tcp_telnet", "packet_counter, udp_dns", "text_ratio, tcp_binary",
    "load_balancer, tcp_http", "arithmetic_v4, operands", "arithmetic_v4, operands_edge"
  })
  void enginesAgree(String sample, String packet) {
    String x86 = json(sample, packet, "x86");
    assertEquals(x86, json(sample, packet, "bpf"));
    KernelAssumption.required();
    assertEquals(json(sample, packet, "kernel"), x86);
  }

  private static String json(String sample, String packet, String engine) {
    CommandLineRun run =
        CommandLineRun.of(
            "-j",
            "prog",
            "run",
            object(sample),
            "--data-in",
            packet(packet),
            "--ctx-out",
            "-",
            "--dump-maps",
            "--engine",
            engine);
    assertEquals(0, run.status(), run.err());
    return run.out().replaceAll("\"duration\":\\d+", "");
  }

  @Test
  void filesGetDataAndContext(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("out.bin");
    Path context = folder.resolve("ctx.bin");
    CommandLineRun run =
        CommandLineRun.of(
            "prog",
            "run",
            object("packet_counter"),
            "--data-in",
            packet("udp_dns"),
            "--data-out",
            data.toString(),
            "--ctx-out",
            context.toString());
    assertEquals(0, run.status(), run.err());
    assertArrayEquals(Files.readAllBytes(Path.of(packet("udp_dns"))), Files.readAllBytes(data));
    assertEquals(192, Files.size(context), "struct __sk_buff");
  }

  @Test
  void writtenFilesKeepTheirLinksAndPermissions(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("out.bin"), new byte[3]);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    CommandLineRun run = firewall("--data-out", link.toString());
    assertEquals(0, run.status(), run.err());
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(Files.size(Path.of(packet("tcp_syn"))), Files.size(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(2, left.count());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /proc/none     | /proc/none: no such folder
          /nowhere/none  | /nowhere/none: no such folder
          /dev/full      | /dev/full: No space left on device
          /proc          | /proc: Is a directory
          """)
  void writesThatFailNameTheFile(String file, String message) {
    CommandLineRun run = firewall("--data-out", file);
    assertEquals(2, run.status(), run.out());
    assertTrue(run.err().endsWith("hugetext: " + message + "\n"), run.err());
  }

  /** The dump of bpftool 7.1. */
  @Test
  void dashPrintsHex() {
    CommandLineRun run = firewall("--data-out", "-");
    assertTrue(run.out().startsWith("0000000\t"), run.out());
    assertTrue(run.out().contains(" | "), run.out());
  }

  @Test
  void bareInstructions(@TempDir Path folder) throws IOException {
    Path hex = folder.resolve("return7.hex");
    Files.writeString(hex, "b7 00 00 00 07 00 00 00\n95 00 00 00 00 00 00 00\n");
    String[] words = {
      "prog", "run", "--insns", hex.toString(), "--type", "xdp", "--data-in", packet("arp")
    };
    CommandLineRun run = CommandLineRun.of(words);
    assertTrue(run.out().startsWith("Return value: 7,"), run.out() + run.err());
  }

  @Test
  void rejectedProgramIsANo(@TempDir Path folder) throws IOException {
    Path hex = folder.resolve("exit.hex");
    Files.writeString(hex, "9500000000000000");
    CommandLineRun run =
        CommandLineRun.of(
            "prog", "run", "--insns", hex.toString(), "--type", "xdp", "--data-in", packet("arp"));
    assertEquals(1, run.status());
    assertTrue(run.err().contains("R0 !read_ok"), run.err());
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--policy, slab, module_alloc prog_pack execmem rox_cache",
    "--kernel-version, 5.17, 6.1 6.2 6.13 6.15 6.18",
    "--tlb, zen9, skylake-sp icelake-sp",
    "--tlb-policy, mru, plru",
    "--engine, translate, bpf x86 kernel",
    "--count, itlb, all",
    "--text-tail, maybe, on off",
    "--machine, wings=2, fault=v1-unlink",
    "--machine, pack=1g, 4k|2m",
    "--machine, order9=-1, order9",
    "--machine, coherence=weak, shootdown=ipi|broadcast",
    "--privileged, off, on",
    "--harden, 2, 0",
    "--jit-option, retpoline=yes, ibt",
    "--ram, 1M, 256M to 64T",
    "--cpus, 0, 1 to 512"
  })
  void unknownValuesAreRefusedWithThoseThatWork(String option, String value, String working) {
    CommandLineRun run = firewall(option, value);
    assertEquals(2, run.status());
    assertTrue(run.err().contains(value) && run.err().contains(working), run.err());
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--machine", "--compare", "--world", "--perf-map"})
  void optionsOfLaterVersionsAreUnknown(String option) {
    assertEquals(2, firewall(option, "x").status());
  }

  @Test
  void missingFileNamesIt() {
    CommandLineRun run = CommandLineRun.of("prog", "run", "gone.o", "--data-in", packet("arp"));
    assertEquals(2, run.status());
    assertEquals("hugetext: gone.o: no such file or directory\n", run.err());
  }

  @Test
  void foldersAreNamed(@TempDir Path folder) {
    CommandLineRun in = CommandLineRun.of("prog", "run", folder.toString(), "--data-in", "x");
    assertEquals(2, in.status());
    assertTrue(in.err().startsWith("hugetext: " + folder + ": "), in.err());
    CommandLineRun out = firewall("--data-out", folder.resolve("gone/out.bin").toString());
    assertEquals(2, out.status());
    assertTrue(out.err().contains("gone/out.bin: no such folder"), out.err());
  }

  @Test
  void noElfNamesOffsetAndCause() {
    CommandLineRun run =
        CommandLineRun.of("prog", "run", packet("arp"), "--data-in", packet("arp"));
    assertEquals(2, run.status());
    assertTrue(run.err().matches("hugetext: \\S+arp.bin: .*expected.*\n"), run.err());
  }

  @Test
  void missingProgramListsThose() {
    CommandLineRun run = firewall("--prog", "nobody");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("'nobody'") && run.err().contains("firewall"), run.err());
  }

  @Test
  void inputThatTheKernelRefusesSaysWhy() {
    CommandLineRun run =
        CommandLineRun.of(
            "prog", "run", object("packet_counter"), "--data-in", packet("truncated"));
    assertEquals(2, run.status());
    assertTrue(run.err().contains("IPv4") && run.err().contains("EINVAL"), run.err());
  }

  @Test
  void packetFromStandardInput() {
    String packet = "x".repeat(64);
    CommandLineRun run =
        CommandLineRun.withInput(
            packet, "-j", "prog", "run", object("xdp_firewall"), "--data-in", "-");
    assertEquals(0, run.status(), run.err());
    int bytes = packet.getBytes(StandardCharsets.UTF_8).length;
    assertEquals(bytes, run.out().replaceAll("[^,\\[\\]]|\\].*", "").length(), run.out());
  }
}
