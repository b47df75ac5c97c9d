package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.littleEndian;
import static dev.hugetext.loader.samples.Sample.packet;
import static dev.hugetext.loader.samples.Sample.u32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** arithmetic_v4.bpf.c: Java's own arithmetic, with RFC 9669's division by zero. */
interface ArithmeticContract extends SampleRunner {
  int OPERANDS_AT = 14;
  int RESULT_BYTES = 64;
  int SHORT_PACKETS_AT = 62;

  @ParameterizedTest
  @ValueSource(strings = {"operands", "operands_edge"})
  default void resultsAreThoseOfJava(String packet) {
    byte[] frame = packet(packet);
    ByteBuffer in = ByteBuffer.wrap(frame, OPERANDS_AT, 40).slice().order(ByteOrder.LITTLE_ENDIAN);
    long dividend = in.getLong(0);
    long divisor = in.getLong(8);
    long bytes = in.getLong(32);
    long quotient = divisor == 0 ? 0 : dividend / divisor;
    long remainder = divisor == 0 ? bytes : bytes % divisor;
    int narrowQuotient = in.getInt(16) / in.getInt(20);
    int narrowRemainder = in.getInt(28) % in.getInt(20);
    long loaded = (long) in.get(24) + in.getShort(26) + in.getInt(28);
    long extended = (long) (byte) bytes + (short) bytes + (int) bytes;
    long swapped = Long.reverseBytes(bytes);
    int swappedWord = Integer.reverseBytes((int) bytes);
    short swappedHalf = Short.reverseBytes((short) bytes);
    ByteBuffer results = littleEndian(RESULT_BYTES);
    results.putLong(quotient).putLong(remainder).putInt(narrowQuotient).putInt(narrowRemainder);
    results.putLong(dividend / -7).putLong(loaded).putLong(extended).putLong(swapped);
    results.putInt(swappedWord).putShort(swappedHalf);
    long sum = quotient + remainder + narrowQuotient + narrowRemainder + dividend / -7;
    sum += loaded + extended + swapped + swappedWord + Short.toUnsignedLong(swappedHalf);
    try (SampleMachine machine = open("arithmetic_v4")) {
      assertEquals((int) sum, machine.run(frame).retval());
      assertArrayEquals(results.array(), machine.lookup("arithmet.bss", u32(0)));
    }
  }

  @Test
  default void shortPacketIsCounted() {
    try (SampleMachine machine = open("arithmetic_v4")) {
      assertEquals(-1, machine.run(packet("arp")).retval());
      ByteBuffer results =
          ByteBuffer.wrap(machine.lookup("arithmet.bss", u32(0))).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(1, results.getShort(SHORT_PACKETS_AT));
    }
  }
}
