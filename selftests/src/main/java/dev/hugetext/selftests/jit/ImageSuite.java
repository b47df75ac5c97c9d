package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.ProgramSpec;
import java.util.List;

/** Compares many programs from one seed. Needs a kernel that answers bpf(2). */
public final class ImageSuite {

  private static final int SOCKET_FILTER = 1;
  private static final int ARRAY = 2;

  private ImageSuite() {}

  /** Random programs of the seeds {@code seed}, {@code seed + 1} … */
  public static ImageReport random(long seed, int programs) {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    MapSpec spec = MapSpec.of(ARRAY, 4, RandomPrograms.MAP_VALUE_BYTES, 1);
    try (KernelMap map = Bpf.createMap(spec).orThrow()) {
      for (long own = seed; own < seed + programs; own++) {
        report.add(own, compare(images, RandomPrograms.of(own, map.fd())));
      }
    }
    return report;
  }

  /** Programs whose jumps take many passes, of the seeds {@code seed}, {@code seed + 1} … */
  public static ImageReport converging(long seed, int programs) {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    for (long own = seed; own < seed + programs; own++) {
      report.add(own, compare(images, ConvergencePrograms.of(own)));
    }
    return report;
  }

  private static ImageComparison compare(KernelImages images, List<RawInsn> insns) {
    return images.compare(ProgramSpec.of(SOCKET_FILTER, RawInsn.toBytes(insns)).withLogLevel(1));
  }
}
