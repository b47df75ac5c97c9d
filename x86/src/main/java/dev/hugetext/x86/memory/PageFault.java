package dev.hugetext.x86.memory;

/**
 * Why an access by virtual address failed: the error code of #PF as a value (Intel SDM volume 3,
 * 4.7).
 *
 * @param va the virtual address that was not reachable: CR2
 * @param present true where a translation exists but forbids this access
 * @param write true for a store
 * @param fetch true for an instruction fetch
 */
public record PageFault(long va, boolean present, boolean write, boolean fetch) {
  @Override
  public String toString() {
    String access = fetch ? "fetch" : write ? "write" : "read";
    return "#PF %s at 0x%x: %s".formatted(access, va, present ? "not permitted" : "not present");
  }
}
