package dev.hugetext.bpf.proto;

import java.util.Objects;

/**
 * A field of a map's value that the kernel manages, as the value's BTF type says; user space and
 * programs do not read or write it directly.
 *
 * @param offset bytes from the beginning of the value
 * @param type number in the object's BTF of the field's struct or of what the pointer points to; 0
 *     if it is not known
 */
public record ValueField(Kind kind, int offset, int type) {
  public ValueField {
    Objects.requireNonNull(kind, "kind");
    if (offset < 0 || offset % kind.alignment() != 0) {
      throw new IllegalArgumentException(
          "a %s at offset %d is not aligned to %d"
              .formatted(kind.text(), offset, kind.alignment()));
    }
  }

  /** A field whose type has no number. */
  public ValueField(Kind kind, int offset) {
    this(kind, offset, 0);
  }

  /** What it is ({@code enum btf_field_type}), with its size in bytes. */
  public enum Kind {
    SPIN_LOCK("bpf_spin_lock", 4, 4),
    RES_SPIN_LOCK("bpf_res_spin_lock", 8, 4),
    TIMER("bpf_timer", 16, 8),
    WORKQUEUE("bpf_wq", 16, 8),
    TASK_WORK("bpf_task_work", 8, 8),
    REFCOUNT("bpf_refcount", 4, 4),
    LIST_HEAD("bpf_list_head", 16, 8),
    LIST_NODE("bpf_list_node", 24, 8),
    RB_ROOT("bpf_rb_root", 16, 8),
    RB_NODE("bpf_rb_node", 32, 8),
    /** A pointer to a kernel object, untrusted. */
    KPTR_UNREF("kptr_untrusted", 8, 8),
    /** A pointer to a kernel object that the value owns. */
    KPTR_REF("kptr", 8, 8),
    /** A pointer to per-CPU memory that the value owns. */
    KPTR_PERCPU("percpu_kptr", 8, 8);

    private final String text;
    private final int size;
    private final int alignment;

    Kind(String text, int size, int alignment) {
      this.text = text;
      this.size = size;
      this.alignment = alignment;
    }

    /** The name of its struct, or the tag of its pointer. */
    public String text() {
      return text;
    }

    /** Whether it is a pointer with a tag, rather than a struct. */
    public boolean isPointer() {
      return compareTo(KPTR_UNREF) >= 0;
    }

    /** Bytes. */
    public int size() {
      return size;
    }

    /** Bytes. */
    public int alignment() {
      return alignment;
    }
  }
}
