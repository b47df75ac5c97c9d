package dev.hugetext.selftests.elf;

import com.sun.management.ThreadMXBean;
import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.link.ObjectOpener;
import dev.hugetext.loader.link.OpenOptions;
import dev.hugetext.loader.link.RunningKernel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Opens damaged objects. Half of the time the object is damaged, half of the time the file with the
 * types that it is relocated against.
 */
public final class MutationTrial {
  /** Most memory that opening one may take, in bytes, beside a multiple of the file's length. */
  public static final long MOST_BYTES = 32 << 20;

  private static final int BYTES_A_BYTE = 64;

  /** Most processor time that opening one may take. */
  private static final long MOST_NANOS = 5_000_000_000L;

  private static final int MOST_FAILURES = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<byte[]> files = new ArrayList<>();
  private final List<ObjectMutator> mutators = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private long opened;
  private long refused;
  private long mostBytes;

  /**
   * @param files proper objects, at least one
   */
  public MutationTrial(List<Path> files) throws IOException {
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      this.files.add(bytes);
      mutators.add(new ObjectMutator(bytes));
    }
  }

  /** The trial with this number, which alone says what is damaged and how. */
  public void run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int object = random.nextInt(files.size());
    int types = random.nextInt(files.size());
    boolean damagesTypes = random.nextBoolean();
    byte[] bytes = damagesTypes ? files.get(object) : mutators.get(object).mutant(random);
    byte[] target = damagesTypes ? mutators.get(types).mutant(random) : files.get(types);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    open(seed, bytes, target);
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    mostBytes = Math.max(mostBytes, allocated);
    if (allocated > MOST_BYTES + (long) BYTES_A_BYTE * bytes.length) {
      fail(seed, "%d bytes allocated for %d".formatted(allocated, bytes.length));
    }
    if (nanos > MOST_NANOS) {
      fail(seed, "%d ms of processor time".formatted(nanos / 1_000_000));
    }
  }

  private void open(long seed, byte[] bytes, byte[] target) {
    try {
      var kernel = new TypesOnly(RunningKernel.withTypesOf(target, "types.bpf.o").types());
      var object = ObjectOpener.open(bytes, "mutant.bpf.o", OpenOptions.DEFAULT.withKernel(kernel));
      object.btf().types().forEach(Objects::requireNonNull);
      opened++;
    } catch (InputException e) {
      refused++;
      String message = String.valueOf(e.getMessage());
      if (message.lines().count() != 1) {
        fail(seed, "a message of several lines: " + message);
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail(seed, e.toString());
    }
  }

  private void fail(long seed, String what) {
    if (failures.size() < MOST_FAILURES) {
      failures.add("trial %d: %s".formatted(seed, what));
    }
  }

  /** What went wrong, a line each with the number of the trial; at most twenty. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** How many opened. */
  public long opened() {
    return opened;
  }

  /** How many were refused by the error that is meant for it. */
  public long refused() {
    return refused;
  }

  /** Most that one allocated, in bytes. */
  public long mostBytes() {
    return mostBytes;
  }
}
