package dev.hugetext.bpf.interp;

import dev.hugetext.bpf.isa.AluSemantics;
import dev.hugetext.bpf.isa.MemSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One stretch of memory, nothing else. */
final class TestMemory implements BpfMemory {
  private final long base;
  private final ByteBuffer bytes;

  TestMemory(long base, int size) {
    this.base = base;
    this.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  ByteBuffer bytes() {
    return bytes;
  }

  @Override
  public long load(long address, MemSize size) {
    int at = index(address, size);
    long value =
        switch (size) {
          case B -> bytes.get(at);
          case H -> bytes.getShort(at);
          case W -> bytes.getInt(at);
          case DW -> bytes.getLong(at);
        };
    return AluSemantics.truncate(size, value);
  }

  @Override
  public void store(long address, MemSize size, long value) {
    int at = index(address, size);
    switch (size) {
      case B -> bytes.put(at, (byte) value);
      case H -> bytes.putShort(at, (short) value);
      case W -> bytes.putInt(at, (int) value);
      case DW -> bytes.putLong(at, value);
    }
  }

  private int index(long address, MemSize size) {
    long offset = address - base;
    if (offset < 0 || offset > bytes.capacity() - size.bytes()) {
      throw new BpfMemoryFault(address);
    }
    return (int) offset;
  }
}
