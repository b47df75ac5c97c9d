package dev.hugetext.execmem.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.KernelImage.Symbol;
import dev.hugetext.x86.insn.Gpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelImageTest {
  private static final KernelLayout LINUX = KernelLayout.linux(1);

  private static String code(KernelImage image, String name) {
    Map<Long, byte[]> functions = new HashMap<>();
    image.writeTo(functions::put);
    return HexFormat.of().formatHex(functions.get(image.address(name)));
  }

  private static String jump(KernelImage image, String name, int offset, String target) {
    long displacement = image.address(target) - (image.address(name) + offset + 5);
    return "e9" + HexFormat.of().toHexDigits(Integer.reverseBytes((int) displacement));
  }

  @Test
  void indirectThunksAreThirtyTwoBytesApartInRegisterOrder() {
    KernelImage image = KernelImage.builder(LINUX).build();
    long array = image.address("__x86_indirect_thunk_rax");
    assertEquals(array + 0x40, image.address("__x86_indirect_thunk_rdx"));
    for (Gpr register : Gpr.values()) {
      assertEquals(
          array + 32L * register.ordinal(), image.address(KernelImage.indirectThunk(register)));
    }
  }

  /** The body that the running kernel has, as disassembled there. */
  @Test
  void anIndirectThunkIsARetpoline() {
    KernelImage image = KernelImage.builder(LINUX).build();
    String rdx = "__x86_indirect_thunk_rdx";
    assertEquals(
        "e801000000" + "cc" + "48891424" + jump(image, rdx, 10, "__x86_return_thunk"),
        code(image, rdx));
    String r13 = "__x86_indirect_thunk_r13";
    assertEquals(
        "e801000000" + "cc" + "4c892c24" + jump(image, r13, 10, "__x86_return_thunk"),
        code(image, r13));
    assertEquals("c3cc", code(image, "__x86_return_thunk"));
  }

  @Test
  void aHelperIsANopAndAReturn() {
    KernelImage image = KernelImage.withFunctions(LINUX, List.of("bpf_ktime_get_ns"));
    assertEquals(
        "0f1f440000" + jump(image, "bpf_ktime_get_ns", 5, "__x86_return_thunk"),
        code(image, "bpf_ktime_get_ns"));
    assertEquals(
        "31c0" + jump(image, "__bpf_call_base", 2, "__x86_return_thunk"),
        code(image, "__bpf_call_base"));
  }

  @Test
  void aRunBeginsWithACallAndEndsWhereThatReturnsTo() {
    KernelImage image = KernelImage.builder(LINUX).build();
    long entry = image.address(KernelImage.RUN_ENTRY);
    assertEquals(entry + 5, image.address(KernelImage.RUN_EXIT));
    assertTrue(code(image, KernelImage.RUN_ENTRY).startsWith("e8"));
    assertEquals(KernelImage.RUN_ENTRY, image.symbolAt(entry + 4).map(Symbol::name).orElseThrow());
    assertEquals(KernelImage.RUN_EXIT, image.symbolAt(entry + 5).map(Symbol::name).orElseThrow());
  }

  @Test
  void functionsAreScatteredWithoutOverlapAndTheSameForTheSameSeed() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      names.add("function_" + i);
    }
    KernelImage image = KernelImage.withFunctions(LINUX, names);
    assertEquals(
        image.symbols(), KernelImage.withFunctions(KernelLayout.linux(1), names).symbols());
    long end = image.text().start();
    for (Symbol symbol : image.symbols()) {
      assertTrue(symbol.address() - end >= 0, symbol::toString);
      end = symbol.end();
      assertEquals(symbol, image.symbolAt(symbol.end() - 1).orElseThrow());
      assertEquals(symbol.address() >> 12, (symbol.end() - 1) >> 12);
    }
    assertTrue(image.text().end() - end >= 0);
    KernelImage other = KernelImage.withFunctions(KernelLayout.linux(2), names);
    assertTrue(image.address("function_0") != other.address("function_0"));
  }

  @Test
  void anUnknownNameIsWrongUse() {
    KernelImage image = KernelImage.builder(LINUX).build();
    assertThrows(IllegalArgumentException.class, () -> image.address("no_such_function"));
    assertTrue(image.find("no_such_function").isEmpty());
    assertTrue(image.symbolAt(image.text().start()).isEmpty());
  }
}
