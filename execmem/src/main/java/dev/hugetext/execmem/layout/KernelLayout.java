package dev.hugetext.execmem.layout;

import dev.hugetext.x86.memory.PageSize;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The virtual address space of one emulated kernel: which range serves what.
 *
 * @param name {@code linux} or {@code hosted}
 * @param seed decides where {@link KernelImage} scatters its functions; the addresses of the ranges
 *     depend on it only in {@link #linuxKaslr}
 * @param directMap all physical memory, in order, from its first byte
 * @param vmalloc space of {@code vmalloc}
 * @param image the kernel text mapping: static text lies here
 * @param textStart where static text begins ({@code _text}), 2 MiB aligned
 * @param textPhysical physical address of {@code textStart}
 * @param modules the EXEC range: everything that is reached by {@code call rel32} from static text
 * @param pokingBase the lowest address that text poking may use for its alias ({@code
 *     TASK_UNMAPPED_BASE}); no other mapping shares its root entry
 * @param moduleLoadOffset bytes at the start of {@code modules} that {@code module_alloc} leaves
 *     out
 */
public record KernelLayout(
    String name,
    long seed,
    AddressRange directMap,
    AddressRange vmalloc,
    AddressRange image,
    long textStart,
    long textPhysical,
    AddressRange modules,
    long pokingBase,
    long moduleLoadOffset) {

  private static final long TIB = 1L << 40;
  private static final long GIB = 1L << 30;

  /** Where the kernel is loaded without KASLR (CONFIG_PHYSICAL_START): 16 MiB. */
  private static final long LOAD_ADDRESS = 0x100_0000L;

  /** A third of the 47-bit user half, rounded up to a page. */
  private static final long TASK_UNMAPPED_BASE = 0x2aaa_aaaa_b000L;

  private static final long TASK_SIZE = 0x7fff_ffff_f000L;

  /** As far as direct map and vmalloc space can move, in GiB, without meeting what follows. */
  private static final long RANDOM_GIBS = 512;

  /** Places for the kernel image: its 1 GiB, less what the image itself takes. */
  private static final long TEXT_SLOTS = 480;

  /** {@code get_module_load_offset}: 1 to 1024 pages. */
  private static final long MAX_MODULE_OFFSET_PAGES = 1024;

  @SuppressWarnings("ReferenceEquality") // a range is compared with all but itself
  public KernelLayout {
    Objects.requireNonNull(name, "name");
    List<AddressRange> ranges = List.of(directMap, vmalloc, image, modules);
    for (AddressRange a : ranges) {
      for (AddressRange b : ranges) {
        if (a != b && a.overlaps(b)) {
          throw new IllegalArgumentException("%s overlaps %s".formatted(a, b));
        }
      }
    }
    requireLarge("text", textStart);
    requireLarge("physical text", textPhysical);
    requireLarge("modules", modules.start());
    if (moduleLoadOffset < 0 || !PageSize.KIB_4.isAligned(moduleLoadOffset)) {
      throw new IllegalArgumentException("module offset 0x%x".formatted(moduleLoadOffset));
    }
    if (!image.contains(textStart)) {
      throw new IllegalArgumentException("text 0x%x not in %s".formatted(textStart, image));
    }
    if (Long.compareUnsigned(modules.end() - image.start(), 2 * GIB) > 0) {
      throw new IllegalArgumentException("rel32 does not span %s to %s".formatted(image, modules));
    }
  }

  private static void requireLarge(String what, long address) {
    if (!PageSize.MIB_2.isAligned(address)) {
      throw new IllegalArgumentException("%s 0x%x is not 2 MiB aligned".formatted(what, address));
    }
  }

  /**
   * The addresses of Linux on x86-64 with 4-level paging and without KASLR.
   *
   * @see <a href="https://docs.kernel.org/arch/x86/x86_64/mm.html">Memory management, x86-64</a>
   */
  public static KernelLayout linux(long seed) {
    return new KernelLayout(
        "linux",
        seed,
        AddressRange.of(0xffff_8880_0000_0000L, 64 * TIB),
        AddressRange.of(0xffff_c900_0000_0000L, 32 * TIB),
        new AddressRange(0xffff_ffff_8000_0000L, 0xffff_ffff_a000_0000L),
        0xffff_ffff_8100_0000L,
        LOAD_ADDRESS,
        new AddressRange(0xffff_ffff_a000_0000L, 0xffff_ffff_ff00_0000L),
        TASK_UNMAPPED_BASE,
        0);
  }

  /**
   * The same with KASLR: text moves by whole 2 MiB, direct map and vmalloc space by whole GiB, the
   * alias of text poking and the first module by pages. Physical memory is used as without.
   */
  public static KernelLayout linuxKaslr(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long page = PageSize.KIB_4.bytes();
    return new KernelLayout(
        "linux-kaslr",
        seed,
        AddressRange.of(0xffff_8880_0000_0000L + random.nextLong(RANDOM_GIBS) * GIB, 64 * TIB),
        AddressRange.of(0xffff_c900_0000_0000L + random.nextLong(RANDOM_GIBS) * GIB, 32 * TIB),
        new AddressRange(0xffff_ffff_8000_0000L, 0xffff_ffff_c000_0000L),
        0xffff_ffff_8100_0000L + random.nextLong(TEXT_SLOTS) * PageSize.MIB_2.bytes(),
        LOAD_ADDRESS,
        new AddressRange(0xffff_ffff_c000_0000L, 0xffff_ffff_ff00_0000L),
        TASK_UNMAPPED_BASE + random.nextLong((TASK_SIZE - TASK_UNMAPPED_BASE) / page - 3) * page,
        (1 + random.nextLong(MAX_MODULE_OFFSET_PAGES)) * page);
  }

  /**
   * Addresses that are all host addresses: a pointer in guest memory means the same to the host
   * CPU. Static text takes the first part of the text reservation, the EXEC range the rest.
   */
  public static KernelLayout hosted(HostReservation host, long seed) {
    long imageEnd = host.text().start() + HostReservation.IMAGE_BYTES;
    return new KernelLayout(
        "hosted",
        seed,
        host.memory(),
        host.vmalloc(),
        new AddressRange(host.text().start(), imageEnd),
        host.text().start(),
        LOAD_ADDRESS,
        new AddressRange(imageEnd, host.text().end()),
        0xffff_8000_0000_0000L, // no host mapping can be in the upper half
        0);
  }

  /** All that may hold text: the image's range and the EXEC range, of 2 GiB at most. */
  public AddressRange text() {
    return new AddressRange(image.start(), modules.end());
  }

  /** The virtual address in the direct map of a physical one. */
  public long directMapAddress(long physical) {
    return directMap.start() + physical;
  }

  /** The physical address behind an address of the direct map. */
  public long physicalOfDirectMap(long address) {
    return address - directMap.start();
  }

  /** The physical address behind an address of the kernel text mapping. */
  public long physicalOfText(long address) {
    return address - textStart + textPhysical;
  }

  /** The address in the kernel text mapping of a physical one; outside it for other memory. */
  public long textAddress(long physical) {
    return physical - textPhysical + textStart;
  }
}
