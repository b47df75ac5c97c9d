package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.memory.HostMemory.ALL;

import dev.hugetext.x86.memory.HostMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.tlb.SoftTlb;
import dev.hugetext.x86.tlb.Tlb;
import java.util.function.LongBinaryOperator;

/**
 * A CPU's loads and stores by virtual address: the soft-TLB's hit path here, everything else in the
 * slow methods. Accesses are counted by the caller, but for the second page of one that crosses.
 *
 * <p>Every method throws {@link GuestTrap} at a fault, before anything was written.
 */
final class DataPort {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final Cpu cpu;
  private final Tlb tlb;
  private final PhysicalMemory memory;
  private final long[] soft;

  DataPort(Cpu cpu, Tlb tlb, PhysicalMemory memory) {
    this.cpu = cpu;
    this.tlb = tlb;
    this.memory = memory;
    this.soft = tlb.soft().table();
  }

  private static int entry(long va) {
    return SoftTlb.index(va) * SoftTlb.STRIDE;
  }

  /** Whether all {@code n} bytes are in the page that the entry holds for this kind of access. */
  private boolean hits(int entry, int kind, long va, int n) {
    return ((va + n - 1) & -PAGE) == soft[entry + kind];
  }

  long load8(long va) {
    int entry = entry(va);
    return hits(entry, SoftTlb.READ, va, 1)
        ? ALL.get(HostMemory.BYTE, va + soft[entry + SoftTlb.ADDEND]) & 0xFFL
        : slowLoad(va, 1);
  }

  long load16(long va) {
    int entry = entry(va);
    return hits(entry, SoftTlb.READ, va, 2)
        ? ALL.get(HostMemory.SHORT, va + soft[entry + SoftTlb.ADDEND]) & 0xFFFFL
        : slowLoad(va, 2);
  }

  long load32(long va) {
    int entry = entry(va);
    return hits(entry, SoftTlb.READ, va, 4)
        ? ALL.get(HostMemory.INT, va + soft[entry + SoftTlb.ADDEND]) & 0xFFFF_FFFFL
        : slowLoad(va, 4);
  }

  long load64(long va) {
    int entry = entry(va);
    return hits(entry, SoftTlb.READ, va, 8)
        ? ALL.get(HostMemory.LONG, va + soft[entry + SoftTlb.ADDEND])
        : slowLoad(va, 8);
  }

  void store8(long va, long value) {
    int entry = entry(va);
    if (hits(entry, SoftTlb.WRITE, va, 1)) {
      ALL.set(HostMemory.BYTE, va + soft[entry + SoftTlb.ADDEND], (byte) value);
    } else {
      slowStore(va, 1, value);
    }
  }

  void store16(long va, long value) {
    int entry = entry(va);
    if (hits(entry, SoftTlb.WRITE, va, 2)) {
      ALL.set(HostMemory.SHORT, va + soft[entry + SoftTlb.ADDEND], (short) value);
    } else {
      slowStore(va, 2, value);
    }
  }

  void store32(long va, long value) {
    int entry = entry(va);
    if (hits(entry, SoftTlb.WRITE, va, 4)) {
      ALL.set(HostMemory.INT, va + soft[entry + SoftTlb.ADDEND], (int) value);
    } else {
      slowStore(va, 4, value);
    }
  }

  void store64(long va, long value) {
    int entry = entry(va);
    if (hits(entry, SoftTlb.WRITE, va, 8)) {
      ALL.set(HostMemory.LONG, va + soft[entry + SoftTlb.ADDEND], value);
    } else {
      slowStore(va, 8, value);
    }
  }

  /** Loads 1, 2, 4 or 8 bytes, zero-extended. */
  long load(long va, int bytes) {
    return switch (bytes) {
      case 1 -> load8(va);
      case 2 -> load16(va);
      case 4 -> load32(va);
      default -> load64(va);
    };
  }

  /** Stores the lowest 1, 2, 4 or 8 bytes of a value. */
  void store(long va, int bytes, long value) {
    switch (bytes) {
      case 1 -> store8(va, value);
      case 2 -> store16(va, value);
      case 4 -> store32(va, value);
      default -> store64(va, value);
    }
  }

  /**
   * Loads for a read-modify-write: needs the permission to write, so that the store that follows at
   * the same place cannot fault.
   */
  long loadForStore(long va, int bytes) {
    int entry = entry(va);
    return hits(entry, SoftTlb.WRITE, va, bytes)
        ? load(va, bytes)
        : slow(va, bytes, true, 0, false);
  }

  /**
   * Replaces the value at an address by {@code meaning(value, right)}, atomically against all host
   * threads; across two aligned words of eight bytes only against other such changes.
   *
   * @return the value before, zero-extended
   */
  long update(long va, int bytes, LongBinaryOperator meaning, long right) {
    if (!AtomicWord.fits(va, bytes)) {
      synchronized (memory) { // as a bus lock
        long old = loadForStore(va, bytes);
        store(va, bytes, meaning.applyAsLong(old, right));
        return old;
      }
    }
    int entry = entry(va);
    if (hits(entry, SoftTlb.WRITE, va, bytes)) {
      return AtomicWord.update(va + soft[entry + SoftTlb.ADDEND], bytes, meaning, right);
    }
    long physical = translate(va, true);
    memory.materialise(physical, bytes);
    long old = AtomicWord.update(memory.hostAddress(physical), bytes, meaning, right);
    cpu.machine().stored(physical, bytes);
    return old;
  }

  private long slowLoad(long va, int bytes) {
    return slow(va, bytes, false, 0, false);
  }

  private void slowStore(long va, int bytes, long value) {
    slow(va, bytes, true, value, true);
  }

  /**
   * Translates the page of the first byte, then that of the last where it is another; then loads or
   * stores.
   */
  private long slow(long va, int bytes, boolean write, long value, boolean store) {
    long last = va + bytes - 1;
    int inFirst = (int) Math.min(bytes, PAGE - (va & (PAGE - 1)));
    long first = translate(va, write);
    long second = -1;
    if (inFirst < bytes) {
      tlb.countLoads(1);
      second = translate(last & -PAGE, write);
    }
    if (!store) {
      long low = loadPart(first, inFirst);
      return inFirst < bytes ? low | (loadPart(second, bytes - inFirst) << (8 * inFirst)) : low;
    }
    storePart(first, inFirst, value);
    if (inFirst < bytes) {
      storePart(second, bytes - inFirst, value >>> (8 * inFirst));
    }
    return 0;
  }

  private long translate(long va, boolean write) {
    if (!isCanonical(va)) {
      throw new GuestTrap(new Trap.GeneralProtection(va, cpu.state().rip()));
    }
    long physical = tlb.translate(va, write);
    if (physical == Tlb.FAULT) {
      throw new GuestTrap(new Trap.Fault(tlb.fault(), cpu.state().rip()));
    }
    return physical;
  }

  static boolean isCanonical(long va) {
    return va << 16 >> 16 == va;
  }

  private long loadPart(long physical, int bytes) {
    if (bytes == Long.BYTES) {
      return memory.getLong(physical);
    }
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << 8) | (memory.getByte(physical + i) & 0xFF);
    }
    return value;
  }

  private void storePart(long physical, int bytes, long value) {
    if (bytes == Long.BYTES) {
      memory.putLong(physical, value);
    } else {
      for (int i = 0; i < bytes; i++) {
        memory.putByte(physical + i, (byte) (value >>> (8 * i)));
      }
    }
    cpu.machine().stored(physical, bytes);
  }
}
