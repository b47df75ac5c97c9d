package dev.hugetext.execmem.layout;

/**
 * Which kind of kernel memory an address belongs to, as text poking and page lookup ask.
 *
 * <p>Knows the one registered text tail: it lies in the kernel text mapping, but counts as vmalloc
 * or module space.
 */
public final class KernelAddresses {
  private final KernelLayout layout;
  private final AddressRange coreText;
  private volatile AddressRange tail = new AddressRange(0, 0);

  /** Addresses of a kernel whose static text is {@code coreText}. */
  public KernelAddresses(KernelLayout layout, AddressRange coreText) {
    this.layout = layout;
    this.coreText = coreText;
  }

  /** Makes {@code range} count as vmalloc or module space. */
  public void registerTail(AddressRange range) {
    tail = range;
  }

  /** Static text, {@code [_text, _etext)} ({@code core_kernel_text}). */
  public boolean isCoreKernelText(long address) {
    return coreText.contains(address);
  }

  /** Space that is mapped page by page ({@code is_vmalloc_or_module_addr}). */
  public boolean isVmallocOrModule(long address) {
    return layout.vmalloc().contains(address)
        || layout.modules().contains(address)
        || tail.contains(address);
  }

  /** The direct map of physical memory. */
  public boolean isDirectMap(long address) {
    return layout.directMap().contains(address);
  }
}
