package dev.hugetext.loader.run;

import dev.hugetext.jit.FaultSite;
import dev.hugetext.x86.cpu.CpuState;
import dev.hugetext.x86.memory.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A function's exception table in the kernel's format, behind its code: for each instruction that
 * may fault three 32-bit numbers, its distance, what to do, and the kind of handler.
 */
final class ExceptionTable {
  /** The handler that clears a register and goes on ({@code EX_TYPE_BPF}). */
  private static final int TYPE_BPF = 7;

  private static final long ALIGNMENT = 4;
  private static final int BYTE = 0xff;
  private static final int REGISTER_SHIFT = 8;

  private ExceptionTable() {}

  /** Where it lies. */
  static long address(PlacedFunction function) {
    return function.entry()
        + (function.function().length() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Its bytes. */
  static byte[] of(PlacedFunction function) {
    List<FaultSite> sites = function.function().faultSites();
    ByteBuffer table =
        ByteBuffer.allocate(sites.size() * FaultSite.ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (FaultSite site : sites) {
      long at = address(function) + table.position();
      table.putInt((int) (function.entry() + site.offset() - at));
      table.putInt(site.length() | SavedRegister.offset(site.cleared()) << REGISTER_SHIFT);
      table.putInt(TYPE_BPF);
    }
    return table.array();
  }

  /**
   * Does what the row of the instruction at RIP says.
   *
   * @return whether there is one
   */
  static boolean fixUp(PlacedFunction function, GuestMemory memory, CpuState state) {
    long at = address(function);
    for (int row = 0; row < function.function().faultSites().size(); row++) {
      if (at + memory.getInt(at) == state.rip()) {
        int fixup = memory.getInt(at + Integer.BYTES);
        state.set(SavedRegister.at(fixup >> REGISTER_SHIFT & BYTE), 0);
        state.setRip(state.rip() + (fixup & BYTE));
        return true;
      }
      at += FaultSite.ENTRY_BYTES;
    }
    return false;
  }
}
