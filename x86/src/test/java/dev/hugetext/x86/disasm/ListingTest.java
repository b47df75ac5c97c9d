package dev.hugetext.x86.disasm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Whole listings; the expected texts are what {@code objdump -d -w} 2.40 prints. */
class ListingTest {
  private static String listing(String hex, long address) {
    return Listing.of(HexFormat.ofDelimiter(" ").parseHex(hex), address);
  }

  @Test
  void indirectThunkOfTheKernel() {
    assertEquals(
        """
        1000:\te8 01 00 00 00       \tcall   0x1006
        1005:\tcc                   \tint3
        1006:\t48 89 14 24          \tmov    %rdx,(%rsp)
        100a:\te9 f1 ff ff ff       \tjmp    0x1000
        """,
        listing("e8 01 00 00 00 cc 48 89 14 24 e9 f1 ff ff ff", 0x1000));
  }

  @Test
  void returnThunkOfTheKernel() {
    assertEquals(
        """
           0:\t48 8d 64 24 08       \tlea    0x8(%rsp),%rsp
           5:\tc3                   \tret
           6:\tcc                   \tint3
           7:\t0f 0b                \tud2
        """,
        listing("48 8d 64 24 08 c3 cc 0f 0b", 0));
  }

  @Test
  void badBytesAreSkippedOneByOne() {
    assertEquals(
        """
           0:\t06                   \t(bad)
           1:\t90                   \tnop
           2:\te8                   \t(bad)
        """,
        listing("06 90 e8", 0));
  }
}
