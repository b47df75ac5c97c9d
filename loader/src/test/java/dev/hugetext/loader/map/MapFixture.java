package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.memory.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A kernel to make maps in, closed with the test. */
final class MapFixture implements AutoCloseable {
  private final EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);

  GuestMemory memory() {
    return kernel.memory().memory();
  }

  /** Guest memory to take a value. */
  long buffer(int bytes) {
    return kernel.heap().allocate(bytes);
  }

  /** The map of this definition, of the class that its type has. */
  <M> M map(MapDef def, Class<M> type) {
    return type.cast(((MapCreation.Created) kernel.createMap(def)).map());
  }

  /** What creating a map of this definition answers: 0, or why not. */
  int errno(MapDef def) {
    return switch (kernel.createMap(def)) {
      case MapCreation.Created _ -> 0;
      case MapCreation.Refused refused -> refused.errno().number();
    };
  }

  BpfMap map(MapDef def) {
    return map(def, BpfMap.class);
  }

  static byte[] word(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] longWord(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
