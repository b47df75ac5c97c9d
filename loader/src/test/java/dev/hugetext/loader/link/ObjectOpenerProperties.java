package dev.hugetext.loader.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever happens to a file: it opens, or the one error says why not, soon and in little memory.
 */
class ObjectOpenerProperties {
  private static final Path SAMPLES = Path.of("..", "examples", "bpf");
  private static final Path OBJECTS = Path.of("src", "test", "objects");

  private static final long MOST_BYTES = 32 << 20;
  private static final long MOST_NANOS = 2_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ObjectMutator[] mutators = {
    of(SAMPLES, "xdp_firewall"),
    of(SAMPLES, "packet_counter"),
    of(SAMPLES, "text_ratio"),
    of(SAMPLES, "load_balancer"),
    of(SAMPLES, "arithmetic_v4"),
    of(OBJECTS, "linking"),
    of(OBJECTS, "core"),
    of(OBJECTS, "core_target"),
    of(OBJECTS, "slots"),
    of(OBJECTS, "legacy_maps"),
    of(OBJECTS, "no_btf")
  };

  private final OpenOptions options =
      OpenOptions.DEFAULT.withKernel(
          RunningKernel.withTypesOf(OBJECTS.resolve("core_target.bpf.o")));

  ObjectOpenerProperties() throws IOException {}

  private static ObjectMutator of(Path folder, String name) throws IOException {
    return new ObjectMutator(Files.readAllBytes(folder.resolve(name + ".bpf.o")), name);
  }

  /** A failure is repeated by the sample and seed that jqwik prints: nothing else is random. */
  @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
  void damagedObjectOpensOrIsRefused(@ForAll @IntRange(max = 10) int object, @ForAll long seed) {
    byte[] mutant = mutators[object].mutant(new SplittableRandom(seed));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      ObjectOpener.open(mutant, "mutant.bpf.o", options);
    } catch (InputException e) {
      assertTrue(e.getMessage().startsWith("mutant.bpf.o: "), e.getMessage());
      assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes <= MOST_BYTES, bytes + " bytes allocated");
    assertTrue(nanos <= MOST_NANOS, nanos + " ns of processor time");
  }
}
