package dev.hugetext.selftests.vmalloc;

import dev.hugetext.execmem.layout.KernelVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * The cases of one kernel's module. A case's id is the bit of its place in the table, so one id
 * means different cases in different kernels: 1024 is the series' own case in its base, and {@code
 * vm_map_ram_test} later.
 *
 * @param cases in the table's order
 * @param expectsFailures whether it counts failures that are expected apart
 */
public record CaseTable(List<VmallocCase> cases, boolean expectsFailures) {
  public CaseTable {
    cases = List.copyOf(cases);
  }

  /** The table of a kernel; with the series' case where that can be applied. */
  public static CaseTable of(KernelVersion version) {
    List<VmallocCase> cases = new ArrayList<>(VmallocCase.COMMON);
    switch (version) {
      case V6_1, V6_2 -> cases.add(VmallocCase.EXECMEM_ALLOC);
      case V6_13, V6_15 -> cases.add(VmallocCase.VM_MAP_RAM);
      case V6_18 ->
          cases.addAll(List.of(VmallocCase.VM_MAP_RAM, VmallocCase.NO_BLOCK, VmallocCase.VREALLOC));
    }
    return new CaseTable(cases, version.isAtLeast(KernelVersion.V6_18));
  }

  /** The id of the case at a place in the table. */
  public static int id(int index) {
    return 1 << index;
  }
}
