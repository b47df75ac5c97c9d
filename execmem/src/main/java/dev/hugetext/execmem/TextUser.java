package dev.hugetext.execmem;

import dev.hugetext.x86.memory.PageSize;

/**
 * Who asks for executable memory. Policies treat BPF's images, which share pages where they can,
 * unlike what is page granular by nature.
 */
public enum TextUser {
  /** A program's image with its header. */
  BPF_PROGRAM("BPF program", true, 64),

  /** A dispatcher: one page, updated in halves. */
  BPF_DISPATCHER("BPF dispatcher", true, PageSize.KIB_4.bytes()),

  /** A trampoline. */
  BPF_TRAMPOLINE("BPF trampoline", true, 64),

  /** The text of a module. */
  MODULE_TEXT("module", false, PageSize.KIB_4.bytes()),

  /** An ftrace trampoline. */
  FTRACE_TRAMPOLINE("ftrace trampoline", false, PageSize.KIB_4.bytes()),

  /** A page of slots in which kprobes single-step what they displaced. */
  KPROBE_SLOTS("page of kprobe slots", false, PageSize.KIB_4.bytes());

  private final String text;
  private final boolean bpf;
  private final long align;

  TextUser(String text, boolean bpf, long align) {
    this.text = text;
    this.bpf = bpf;
    this.align = align;
  }

  /** What one of it is called. */
  public String text() {
    return text;
  }

  /** Whether it is an image of BPF, which {@code bpf_prog_pack} would serve. */
  public boolean isBpf() {
    return bpf;
  }

  /** The alignment that it asks for, in bytes: a power of two, at most a page. */
  public long align() {
    return align;
  }
}
