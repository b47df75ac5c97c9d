package dev.hugetext.bpf.isa;

import dev.hugetext.bpf.proto.HelperTable;
import java.util.Optional;

/** How an instruction's listing names what lies outside it; the defaults are the verifier log's. */
public interface InsnNames {
  /** As in the log of a verifier: helpers by number, everything else as the slots have it. */
  InsnNames PLAIN = new InsnNames() {};

  /** What a call of a helper is followed by, e.g. {@code bpf_map_lookup_elem#1}. */
  default String helper(int slot, int imm) {
    Optional<HelperTable> helper = HelperTable.of(imm);
    return "%s#%d".formatted(helper.map(HelperTable::kernelName).orElse("unknown"), imm);
  }

  /** What a call of a kernel function by BTF id is followed by. */
  default String kfunc(int slot, RawInsn call) {
    return "kernel-function#%d".formatted(call.imm());
  }

  /** What a call inside the program is followed by, e.g. {@code pc+4}. */
  default String bpfCall(int slot, RawInsn call) {
    return "pc%+d".formatted(call.imm());
  }

  /** What {@code ld_imm64} puts into its register, e.g. {@code 0x2a} or {@code map[id:5]}. */
  default String imm64(int slot, Insn.LoadImm64 load) {
    return "0x%x".formatted(load.value());
  }
}
