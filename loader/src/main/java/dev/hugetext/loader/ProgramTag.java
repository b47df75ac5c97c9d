package dev.hugetext.loader;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The tag of a program: the first 8 bytes of the SHA-256 over its instructions, with what names a
 * map left out, as Linux 6.18 computes it.
 */
public final class ProgramTag {
  private static final int TAG_BYTES = 8;

  private ProgramTag() {}

  /** 16 hexadecimal digits. */
  public static String of(BpfProgram program) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(RawInsn.toBytes(withoutMaps(program.insns())));
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  private static List<RawInsn> withoutMaps(List<RawInsn> insns) {
    List<RawInsn> slots = new ArrayList<>(insns);
    for (int i = 0; i + 1 < slots.size(); i++) {
      Optional<BpfOpcode> opcode = BpfOpcode.of(slots.get(i));
      if (opcode.isPresent() && opcode.get().slots() == 2) {
        if (opcode.get() == BpfOpcode.LD_MAP || opcode.get() == BpfOpcode.LD_MAP_VALUE) {
          slots.set(i, slots.get(i).withImm(0));
          slots.set(i + 1, slots.get(i + 1).withImm(0));
        }
        i++; // the second slot is no instruction
      }
    }
    return slots;
  }
}
