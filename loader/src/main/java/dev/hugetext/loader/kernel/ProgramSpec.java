package dev.hugetext.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A program to be loaded. Start from {@link #of} and add with the {@code with...} methods.
 *
 * @param type number of {@code enum bpf_prog_type}
 * @param insns 8 bytes a slot; maps by file descriptor
 * @param license e.g. {@code GPL}
 * @param name at most 15 characters are kept
 * @param flags {@code BPF_F_*} of program load
 * @param expectedAttachType number of {@code enum bpf_attach_type}, 0 for most types
 * @param logLevel 0 none, 1 the path of a rejection, 2 every instruction, 4 statistics
 * @param btf types of functions and lines, or null
 */
public record ProgramSpec(
    int type,
    byte[] insns,
    String license,
    String name,
    int flags,
    int expectedAttachType,
    int logLevel,
    @Nullable BtfSection btf) {

  /** A nameless GPL program without log and BTF. */
  public static ProgramSpec of(int type, byte[] insns) {
    return new ProgramSpec(type, insns, "GPL", "", 0, 0, 0, null);
  }

  public ProgramSpec withName(String name) {
    return new ProgramSpec(type, insns, license, name, flags, expectedAttachType, logLevel, btf);
  }

  public ProgramSpec withLicense(String license) {
    return new ProgramSpec(type, insns, license, name, flags, expectedAttachType, logLevel, btf);
  }

  public ProgramSpec withFlags(int flags) {
    return new ProgramSpec(type, insns, license, name, flags, expectedAttachType, logLevel, btf);
  }

  public ProgramSpec withExpectedAttachType(int expectedAttachType) {
    return new ProgramSpec(type, insns, license, name, flags, expectedAttachType, logLevel, btf);
  }

  public ProgramSpec withLogLevel(int logLevel) {
    return new ProgramSpec(type, insns, license, name, flags, expectedAttachType, logLevel, btf);
  }

  public ProgramSpec withBtf(BtfSection btf) {
    return new ProgramSpec(type, insns, license, name, flags, expectedAttachType, logLevel, btf);
  }
}
