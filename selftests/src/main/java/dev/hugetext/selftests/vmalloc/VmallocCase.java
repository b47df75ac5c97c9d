package dev.hugetext.selftests.vmalloc;

import java.util.List;
import java.util.function.ToIntFunction;

/** The cases, each a function of the calls it makes; 0 is success. */
public enum VmallocCase {
  FIX_SIZE_ALLOC("fix_size_alloc_test", AllocCases::fixedSize),
  FULL_FIT_ALLOC("full_fit_alloc_test", AllocCases::fullFit),
  LONG_BUSY_LIST_ALLOC("long_busy_list_alloc_test", AllocCases::longBusyList),
  RANDOM_SIZE_ALLOC("random_size_alloc_test", AllocCases::randomSize),
  FIX_ALIGN_ALLOC("fix_align_alloc_test", AlignCases::fixedAlignment),
  RANDOM_SIZE_ALIGN_ALLOC("random_size_align_alloc_test", AlignCases::randomAlignment),
  ALIGN_SHIFT_ALLOC("align_shift_alloc_test", AlignCases::everyAlignment),
  PCPU_ALLOC("pcpu_alloc_test", OtherCases::perCpu),
  KVFREE_RCU_1_ARG("kvfree_rcu_1_arg_vmalloc_test", OtherCases::kvfreeRcu),
  KVFREE_RCU_2_ARG("kvfree_rcu_2_arg_vmalloc_test", OtherCases::kvfreeRcu),
  EXECMEM_ALLOC("execmem_alloc_test", OtherCases::execmem),
  VM_MAP_RAM("vm_map_ram_test", OtherCases::mapRam),
  NO_BLOCK("no_block_alloc_test", OtherCases::withoutBlocking),
  VREALLOC("vrealloc_test", OtherCases::reallocate);

  /** Those of every kernel, first in its table. */
  static final List<VmallocCase> COMMON =
      List.of(
          FIX_SIZE_ALLOC,
          FULL_FIT_ALLOC,
          LONG_BUSY_LIST_ALLOC,
          RANDOM_SIZE_ALLOC,
          FIX_ALIGN_ALLOC,
          RANDOM_SIZE_ALIGN_ALLOC,
          ALIGN_SHIFT_ALLOC,
          PCPU_ALLOC,
          KVFREE_RCU_1_ARG,
          KVFREE_RCU_2_ARG);

  private final String text;
  private final ToIntFunction<KernelCalls> body;

  VmallocCase(String text, ToIntFunction<KernelCalls> body) {
    this.text = text;
    this.body = body;
  }

  /** As the module names it. */
  public String text() {
    return text;
  }

  /** Whether the newest module takes its failure for granted. */
  boolean mayFail() {
    return this == ALIGN_SHIFT_ALLOC || this == NO_BLOCK;
  }

  int run(KernelCalls calls) {
    return body.applyAsInt(calls);
  }
}
