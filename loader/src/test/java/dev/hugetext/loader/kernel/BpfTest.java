package dev.hugetext.loader.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The running kernel answers as the UAPI header and bpf(2) say. */
class BpfTest {

  private static final int ARRAY = 2;
  private static final int HASH = 1;
  private static final int SOCKET_FILTER = 1;
  private static final int XDP = 6;
  private static final byte[] RETURN_ONE = hex("b700000001000000 9500000000000000");

  @BeforeEach
  void kernelAnswers() {
    KernelAssumption.required();
  }

  @Test
  void programIsLoadedAndItsImagesAreReadBack() {
    try (KernelProgram program = load(ProgramSpec.of(SOCKET_FILTER, RETURN_ONE))) {
      ProgramInfo info = program.info().orThrow();
      assertArrayEquals(RETURN_ONE, info.xlated());
      assertEquals(List.of(info.jited().length), info.functionLengths());
      assertEquals(1, info.functionAddresses().size());
      assertEquals(List.of(), info.mapIds());
      assertEquals(16, info.tag().length());
      assertEquals(2, info.verifiedInsns());
    }
  }

  @Test
  void logIsWholeHoweverLongItIs() {
    int moves = 6000;
    byte[] insns = hex("b700000001000000".repeat(moves) + "9500000000000000");
    try (KernelProgram program = load(ProgramSpec.of(SOCKET_FILTER, insns).withLogLevel(2))) {
      assertTrue(program.log().startsWith("func#0 @0"), program.log().substring(0, 40));
      assertTrue(program.log().length() > 20 * moves);
      assertTrue(program.log().contains("processed " + (moves + 1) + " insns"));
    }
  }

  @Test
  void rejectionHasErrnoAndLog() {
    var spec = ProgramSpec.of(SOCKET_FILTER, hex("9500000000000000")).withLogLevel(1);
    var refused = assertInstanceOf(Outcome.Refused.class, Bpf.loadProgram(spec));
    assertEquals("PROG_LOAD: EACCES", refused.message());
    assertTrue(refused.log().contains("R0 !read_ok"), refused.log());
    assertThrows(IllegalStateException.class, refused::orThrow);
  }

  @Test
  void testRunGivesResultAndPacket() {
    byte[] packet = new byte[64];
    packet[20] = 7;
    try (KernelProgram program = load(ProgramSpec.of(XDP, RETURN_ONE).withName("one"))) {
      TestRunResult result = program.testRun(TestRunSpec.ofData(packet).withRepeat(10)).orThrow();
      assertEquals(1, result.retval());
      assertArrayEquals(packet, result.dataOut());
      var refused =
          assertInstanceOf(
              Outcome.Refused.class, program.testRun(TestRunSpec.ofData(new byte[13])));
      assertEquals("EINVAL", refused.errnoName());
    }
  }

  @Test
  void mapElementsAreStoredFoundWalkedAndDeleted() {
    byte[] key = hex("01020304");
    byte[] value = hex("1122334455667788");
    try (KernelMap map = Bpf.createMap(MapSpec.of(HASH, 4, 8, 16)).orThrow()) {
      assertEquals("ENOENT", errno(map.lookup(key)));
      assertEquals(0, map.update(key, value, 1).orThrow());
      assertEquals("EEXIST", errno(map.update(key, value, 1)));
      assertArrayEquals(value, map.lookup(key).orThrow());
      assertArrayEquals(key, map.nextKey(Optional.empty()).orThrow());
      assertEquals("ENOENT", errno(map.nextKey(Optional.of(key))));
      assertEquals(0, map.delete(key).orThrow());
      assertEquals("ENOENT", errno(map.delete(key)));
      assertTrue(map.id() > 0);
    }
  }

  @Test
  void frozenMapRefusesUpdates() {
    try (KernelMap map = Bpf.createMap(MapSpec.of(ARRAY, 4, 8, 1)).orThrow()) {
      assertEquals(0, map.freeze().orThrow());
      assertEquals("EPERM", errno(map.update(new byte[4], new byte[8], 0)));
    }
  }

  @Test
  void btfIsCheckedByTheKernel() {
    // header of 24 bytes, one type (int, 4 bytes, signed 32 bits), strings "\0int\0"
    byte[] btf = hex("9feb0100 18000000 00000000 10000000 10000000 05000000");
    byte[] body = hex("01000000 00000001 04000000 20000001 00 696e74 00");
    try (KernelBtf loaded = Bpf.loadBtf(join(btf, body)).orThrow()) {
      assertTrue(loaded.fd() > 0);
    }
    var refused = assertInstanceOf(Outcome.Refused.class, Bpf.loadBtf(btf));
    assertEquals("EINVAL", refused.errnoName());
  }

  @Test
  void closedHandleSaysSo() {
    KernelMap map = Bpf.createMap(MapSpec.of(ARRAY, 4, 8, 1)).orThrow();
    map.close();
    map.close();
    assertThrows(IllegalStateException.class, map::fd);
  }

  private static KernelProgram load(ProgramSpec spec) {
    return Bpf.loadProgram(spec).orThrow();
  }

  private static String errno(Outcome<?> outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome).errnoName();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
