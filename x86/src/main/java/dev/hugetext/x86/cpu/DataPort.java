package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.memory.HostMemory.ALL;

import dev.hugetext.x86.memory.HostMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
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
   * Replaces the value at an address by {@code meaning(value, right)}, in one access that needs the
   * permission to write.
   *
   * @return the value before, zero-extended
   */
  long modify(long va, int bytes, LongBinaryOperator meaning, long right) {
    if (hits(entry(va), SoftTlb.WRITE, va, bytes)) {
      long old = load(va, bytes);
      store(va, bytes, meaning.applyAsLong(old, right));
      return old;
    }
    long first = translate(va, true);
    long second = translateSecond(va, bytes, true);
    long old = loadParts(va, bytes, first, second);
    storeParts(va, bytes, first, second, meaning.applyAsLong(old, right));
    return old;
  }

  /**
   * As {@link #modify}, atomically against all host threads; across two aligned words of eight
   * bytes only against other such changes.
   */
  long modifyLocked(long va, int bytes, LongBinaryOperator meaning, long right) {
    if (!AtomicWord.fits(va, bytes)) {
      synchronized (memory) { // as a bus lock
        return modify(va, bytes, meaning, right);
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

  /** Counts an access besides those that its block counted. */
  void countAccess() {
    tlb.countLoads(1);
  }

  private long slowLoad(long va, int bytes) {
    long first = translate(va, false);
    return loadParts(va, bytes, first, translateSecond(va, bytes, false));
  }

  private void slowStore(long va, int bytes, long value) {
    long first = translate(va, true);
    storeParts(va, bytes, first, translateSecond(va, bytes, true), value);
  }

  /** Translates the page of the last byte, a further access; -1 where it is that of the first. */
  private long translateSecond(long va, int bytes, boolean write) {
    if (inFirst(va, bytes) == bytes) {
      return -1;
    }
    tlb.countLoads(1);
    return translate(PageSize.KIB_4.base(va + bytes - 1), write);
  }

  /** How many of the bytes are in the page of the first one. */
  private static int inFirst(long va, int bytes) {
    return (int) Math.min(bytes, PAGE - PageSize.KIB_4.offset(va));
  }

  private long translate(long va, boolean write) {
    if (!PageTable.isCanonical(va)) {
      throw new GuestTrap(new Trap.GeneralProtection(va, cpu.state().rip()));
    }
    long physical = tlb.translate(va, write);
    if (physical == Tlb.FAULT) {
      throw new GuestTrap(new Trap.Fault(tlb.fault(), cpu.state().rip()));
    }
    return physical;
  }

  private long loadParts(long va, int bytes, long first, long second) {
    int low = inFirst(va, bytes);
    long value = loadPart(first, low);
    return low == bytes ? value : value | loadPart(second, bytes - low) << (8 * low);
  }

  private void storeParts(long va, int bytes, long first, long second, long value) {
    int low = inFirst(va, bytes);
    storePart(first, low, value);
    if (low < bytes) {
      storePart(second, bytes - low, value >>> (8 * low));
    }
  }

  /** Whole operands in one access, as other host threads must see them. */
  private long loadPart(long physical, int bytes) {
    return switch (bytes) {
      case 1 -> memory.getByte(physical) & 0xFFL;
      case 2 -> memory.getShort(physical) & 0xFFFFL;
      case 4 -> memory.getInt(physical) & 0xFFFF_FFFFL;
      case 8 -> memory.getLong(physical);
      default -> {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
          value = (value << 8) | (memory.getByte(physical + i) & 0xFF);
        }
        yield value;
      }
    };
  }

  private void storePart(long physical, int bytes, long value) {
    switch (bytes) {
      case 1 -> memory.putByte(physical, (byte) value);
      case 2 -> memory.putShort(physical, (short) value);
      case 4 -> memory.putInt(physical, (int) value);
      case 8 -> memory.putLong(physical, value);
      default -> {
        for (int i = 0; i < bytes; i++) {
          memory.putByte(physical + i, (byte) (value >>> (8 * i)));
        }
      }
    }
    cpu.machine().stored(physical, bytes);
  }
}
