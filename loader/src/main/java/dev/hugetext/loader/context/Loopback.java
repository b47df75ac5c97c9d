package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.loader.map.KernelHeap;

/** The one network device of the emulated kernel, {@code lo}: every test packet comes in by it. */
final class Loopback {
  /** Its index. */
  static final int IFINDEX = 1;

  private Loopback() {}

  /** A {@code struct net_device} in guest memory; its address, or 0 without room. */
  static long create(KernelHeap heap) {
    long device = heap.allocate(KernelAbi.NetDevice.SIZE);
    if (device != 0) {
      heap.memory().putInt(device + KernelAbi.NetDevice.IFINDEX, IFINDEX);
    }
    return device;
  }

  /** Whether a context may name this device; 0 means the default. */
  static boolean exists(int ifindex) {
    return ifindex == 0 || ifindex == IFINDEX;
  }
}
