package dev.hugetext.loader.kernel;

/**
 * BTF that goes with a program: func_info and line_info records as the {@code .BTF.ext} section has
 * them, with instruction offsets already counted in slots.
 *
 * @param btf the loaded BTF they speak of
 * @param funcInfo records of {@code funcInfoBytes} bytes each
 * @param lineInfo records of {@code lineInfoBytes} bytes each
 */
public record BtfSection(
    KernelBtf btf, byte[] funcInfo, int funcInfoBytes, byte[] lineInfo, int lineInfoBytes) {

  /** Records of {@code struct bpf_func_info} (8 bytes) and {@code bpf_line_info} (16 bytes). */
  public static BtfSection of(KernelBtf btf, byte[] funcInfo, byte[] lineInfo) {
    return new BtfSection(btf, funcInfo, 8, lineInfo, 16);
  }

  int funcInfoCount() {
    return funcInfo.length / funcInfoBytes;
  }

  int lineInfoCount() {
    return lineInfo.length / lineInfoBytes;
  }
}
