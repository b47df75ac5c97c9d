package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.KernelAbi;
import org.jspecify.annotations.Nullable;

/** A walk over a hash table that knows the next element before it shows one. */
final class HtabWalk implements MapWalk {
  private final Htab table;
  private final int cpu;
  private @Nullable ElementSlot current;
  private @Nullable ElementSlot following;

  HtabWalk(Htab table, int cpu) {
    this.table = table;
    this.cpu = cpu;
    following = table.index().first();
  }

  @Override
  public boolean next() {
    current = following;
    following = current == null ? null : table.index().after(current);
    return current != null;
  }

  private ElementSlot current() {
    if (current == null) {
      throw new IllegalStateException("no element");
    }
    return current;
  }

  @Override
  public byte[] key() {
    return table.memory().read(keyAddress(), table.def().keySize());
  }

  @Override
  public long keyAddress() {
    return current().address() + KernelAbi.HashElement.KEY;
  }

  @Override
  public long value() {
    return table.programValue(current(), cpu);
  }
}
