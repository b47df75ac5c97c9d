package dev.hugetext.loader.map;

/** The network devices of the emulated kernel. */
final class NetDevices {
  private static final int LOOPBACK = 1;

  private NetDevices() {}

  static boolean exists(int number) {
    return number == LOOPBACK;
  }
}
