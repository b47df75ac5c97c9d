package dev.hugetext.loader.context;

import java.util.Optional;

/**
 * The input of a test run.
 *
 * @param data the packet, from its Ethernet header on; empty for types without packets
 * @param context the user-visible context structure to start from, if one is given
 * @param contextWanted whether the context is read back; like a given one it makes the kernel take
 *     the sizes from the context (zeros where none is given)
 */
public record TestInput(byte[] data, Optional<byte[]> context, boolean contextWanted) {
  /** A packet alone. */
  public static TestInput ofPacket(byte[] packet) {
    return new TestInput(packet, Optional.empty(), false);
  }

  /** Whether the kernel sees a context at all. */
  public boolean hasContext() {
    return context.isPresent() || contextWanted;
  }
}
