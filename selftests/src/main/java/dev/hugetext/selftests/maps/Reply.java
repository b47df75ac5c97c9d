package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.Errno;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What an operation on a map gave.
 *
 * @param errno 0, or the positive error number
 * @param bytes a key or value; empty where there is none
 */
record Reply(int errno, byte[] bytes) {
  private static final byte[] NOTHING = {};

  static Reply ok(byte[] bytes) {
    return new Reply(0, bytes);
  }

  static Reply error(Errno errno) {
    return new Reply(errno.number(), NOTHING);
  }

  /** Of a call that gives 0 or a negative errno. */
  static Reply of(long result) {
    return new Reply((int) -result, NOTHING);
  }

  boolean isOk() {
    return errno == 0;
  }

  boolean sameAs(Reply other) {
    return errno == other.errno && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return errno == 0 ? "ok " + HexFormat.of().formatHex(bytes) : Errno.text(errno);
  }
}
