package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.KernelAbi.SharedInfo;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import dev.hugetext.bpf.proto.KernelAbi.SkbCb;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;

/**
 * A {@code struct sk_buff} in guest memory: its data lie in one block, between head room and tail
 * room, with the shared info behind; offsets of headers are from the block's start.
 *
 * <p>What moves the data leaves the program's packet pointers worthless, as the verifier knows.
 */
final class Skb {
  static final short ETH_P_IP = networkOrder(0x0800);
  static final short ETH_P_IPV6 = networkOrder(0x86dd);

  private static final long U32 = 0xffff_ffffL;
  private static final int NO_HEADER = 0xffff;
  private static final int SHARED_INFO_BYTES = 320;

  /** The kernel grows a packet's room in steps of this many bytes. */
  private static final int NET_SKB_PAD = 64;

  private final GuestMemory memory;
  private final KernelHeap heap;
  private final long skb;

  Skb(HelperEnv env, long skb) {
    this.memory = env.memory();
    this.heap = env.heap();
    this.skb = skb;
  }

  /** A 16-bit number as it lies in a packet, read as little endian. */
  static short networkOrder(int value) {
    return Short.reverseBytes((short) value);
  }

  GuestMemory memory() {
    return memory;
  }

  long address() {
    return skb;
  }

  /** Bytes of the packet; all of them are in the block. */
  long length() {
    return memory.getInt(skb + SkBuff.LEN) & U32;
  }

  long data() {
    return memory.getLong(skb + SkBuff.DATA);
  }

  private long head() {
    return memory.getLong(skb + SkBuff.HEAD);
  }

  long end() {
    return data() + length();
  }

  short protocol() {
    return memory.getShort(skb + SkBuff.PROTOCOL);
  }

  void setProtocol(short protocol) {
    memory.putShort(skb + SkBuff.PROTOCOL, protocol);
  }

  boolean isIp() {
    return protocol() == ETH_P_IP || protocol() == ETH_P_IPV6;
  }

  private int header(int field) {
    return Short.toUnsignedInt(memory.getShort(skb + field));
  }

  private void setHeader(int field, int offset) {
    memory.putShort(skb + field, (short) offset);
  }

  long macHeader() {
    return head() + header(SkBuff.MAC_HEADER);
  }

  long networkHeader() {
    return head() + header(SkBuff.NETWORK_HEADER);
  }

  /** From the start of the data; negative if the data begin behind it. */
  int networkOffset() {
    return (int) (networkHeader() - data());
  }

  /** Bytes from the start of the data to the transport header, or -1 if that was never set. */
  int transportOffset() {
    int transport = header(SkBuff.TRANSPORT_HEADER);
    return transport == NO_HEADER ? -1 : (int) (head() + transport - data());
  }

  int macHeaderLength() {
    return header(SkBuff.NETWORK_HEADER) - header(SkBuff.MAC_HEADER);
  }

  void resetMacHeader() {
    setHeader(SkBuff.MAC_HEADER, (int) (data() - head()));
    resetMacLength();
  }

  void resetMacLength() {
    setHeader(SkBuff.MAC_LEN, macHeaderLength());
  }

  /** Moves the headers that come first, after bytes were put in or taken out behind them. */
  void shiftHeaders(int bytes) {
    boolean same = header(SkBuff.TRANSPORT_HEADER) == header(SkBuff.NETWORK_HEADER);
    setHeader(SkBuff.MAC_HEADER, header(SkBuff.MAC_HEADER) + bytes);
    setHeader(SkBuff.NETWORK_HEADER, header(SkBuff.NETWORK_HEADER) + bytes);
    if (same) {
      setHeader(SkBuff.TRANSPORT_HEADER, header(SkBuff.NETWORK_HEADER));
    }
  }

  void setNetworkOffset(int offset) {
    setHeader(SkBuff.NETWORK_HEADER, (int) (data() - head()) + offset);
  }

  void setTransportOffset(int offset) {
    setHeader(SkBuff.TRANSPORT_HEADER, (int) (data() - head()) + offset);
  }

  void shiftMacHeader(int bytes) {
    setHeader(SkBuff.MAC_HEADER, header(SkBuff.MAC_HEADER) + bytes);
  }

  boolean isGso() {
    return memory.getShort(sharedInfo() + SharedInfo.GSO_SIZE) != 0;
  }

  void resetGso() {
    memory.putShort(sharedInfo() + SharedInfo.GSO_SIZE, (short) 0);
    memory.putShort(sharedInfo() + SharedInfo.GSO_SEGS, (short) 0);
  }

  private long sharedInfo() {
    return head() + (memory.getInt(skb + SkBuff.END) & U32);
  }

  /** The hash of the flow is no longer known. */
  void clearHash() {
    setHash(0, 0);
  }

  /**
   * Notes the hash of the flow.
   *
   * @param flags where it comes from: {@code L4_HASH_MASK}, {@code SW_HASH_MASK}
   */
  void setHash(int hash, int flags) {
    memory.putInt(skb + SkBuff.HASH, hash);
    int others =
        memory.getByte(skb + SkBuff.HASH_FLAGS) & ~(SkBuff.L4_HASH_MASK | SkBuff.SW_HASH_MASK);
    memory.putByte(skb + SkBuff.HASH_FLAGS, (byte) (others | flags));
  }

  boolean hasHash() {
    int flags = memory.getByte(skb + SkBuff.HASH_FLAGS);
    return (flags & (SkBuff.L4_HASH_MASK | SkBuff.SW_HASH_MASK)) != 0;
  }

  int hash() {
    return memory.getInt(skb + SkBuff.HASH);
  }

  /** Whether {@code [offset, offset + bytes)} lies in the packet. */
  boolean contains(long offset, long bytes) {
    return offset >= 0 && bytes >= 0 && offset + bytes <= length();
  }

  /**
   * Puts room before the data, without contents.
   *
   * @return whether there was memory
   */
  boolean push(int bytes) {
    if (data() - head() < bytes && !expand(bytes, 0)) {
      return false;
    }
    setData(data() - bytes, length() + bytes);
    return true;
  }

  /** Takes bytes from the front. */
  void pull(int bytes) {
    setData(data() + bytes, length() - bytes);
  }

  /**
   * Puts zeros behind the data, or takes bytes from the end.
   *
   * @return whether there was memory
   */
  boolean setLength(long length) {
    long grown = length - length();
    if (grown > 0) {
      if (end() + grown > sharedInfo() && !expand(0, grown)) {
        return false;
      }
      memory.fill(end(), grown, 0);
    }
    setData(data(), length);
    return true;
  }

  private void setData(long data, long length) {
    memory.putLong(skb + SkBuff.DATA, data);
    memory.putInt(skb + SkBuff.LEN, (int) length);
    memory.putInt(skb + SkBuff.TAIL, (int) (data + length - head()));
    computeDataPointers();
  }

  /** What programs see as the bounds of metadata and data. */
  void computeDataPointers() {
    memory.putLong(skb + SkbCb.DATA_META, data());
    memory.putLong(skb + SkbCb.DATA_END, end());
  }

  /** Moves the packet to a block with more room before or behind it. */
  private boolean expand(long before, long behind) {
    long old = head();
    long end = memory.getInt(skb + SkBuff.END) & U32;
    long headRoom = (before + NET_SKB_PAD - 1) / NET_SKB_PAD * NET_SKB_PAD;
    long block = heap.allocate(headRoom + end + behind + SHARED_INFO_BYTES);
    if (block == 0) {
      return false;
    }
    long newEnd = headRoom + end + behind;
    memory.write(block + headRoom, memory.read(old, (int) end));
    memory.write(block + newEnd, memory.read(old + end, SHARED_INFO_BYTES));
    long data = data() - old + headRoom + block;
    for (int field :
        new int[] {SkBuff.MAC_HEADER, SkBuff.NETWORK_HEADER, SkBuff.TRANSPORT_HEADER}) {
      if (header(field) != NO_HEADER) {
        setHeader(field, (int) (header(field) + headRoom));
      }
    }
    memory.putLong(skb + SkBuff.HEAD, block);
    memory.putInt(skb + SkBuff.END, (int) newEnd);
    setData(data, length());
    movedFrom(old);
    return true;
  }

  /** The first block belongs to whoever made the packet; later ones are given back here. */
  private void movedFrom(long old) {
    if (memory.getLong(skb + SkBuff.ORIGINAL_HEAD) == 0) {
      memory.putLong(skb + SkBuff.ORIGINAL_HEAD, old);
    } else {
      heap.free(old);
    }
  }
}
