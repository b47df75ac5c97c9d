package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import java.util.function.Consumer;

/**
 * C declarations of types in an order that a compiler takes, as {@code vmlinux.h} has them: what
 * {@code bpftool btf dump … format c} prints.
 *
 * <p>Functions, variables and sections are left out, as there.
 */
public final class CSource {
  private static final String HEAD =
      """
      #ifndef __VMLINUX_H__
      #define __VMLINUX_H__

      #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
      #pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
      #endif

      """;

  private static final String TAIL =
      """
      #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
      #pragma clang attribute pop
      #endif

      #endif /* __VMLINUX_H__ */
      """;

  private CSource() {}

  /**
   * Writes types, and all that they need.
   *
   * @param roots numbers of types of {@code btf}
   * @param out takes the text in pieces; none before the order is known
   * @throws UndeclarableException if C cannot declare one, or they are made to have no end
   */
  public static void write(Btf btf, int[] roots, Consumer<String> out)
      throws UndeclarableException {
    Effort effort = new Effort();
    DeclarationOrder order = new DeclarationOrder(btf, effort);
    for (int root : roots) {
      order.add(root);
    }
    out.accept(HEAD);
    Declarations declarations = new Declarations(btf, effort, out);
    for (int id : order.order()) {
      declarations.declare(id);
    }
    out.accept(TAIL);
  }
}
