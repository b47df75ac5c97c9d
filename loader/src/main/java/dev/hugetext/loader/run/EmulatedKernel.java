package dev.hugetext.loader.run;

import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.loader.helper.KernelFunctions;
import dev.hugetext.loader.helper.Task;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.map.MapFactory;
import dev.hugetext.loader.map.PinnedMaps;
import dev.hugetext.x86.cpu.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One booted kernel with its machine: the helpers in its static text, an allocator for executable
 * memory, and the maps that exist in it.
 *
 * <p>Not safe for use by two threads at once. Booting costs about a millisecond.
 */
public final class EmulatedKernel implements AutoCloseable {
  private static final long STACK_ALIGNMENT = 16;
  private static final int STACK_OFFSETS = 64;
  private static final long STACK_BYTES = 16 << 10;

  /** Room for a {@code struct task_struct}. */
  private static final long TASK_BYTES = 8 << 10;

  private static volatile @Nullable KernelImage lastImage;

  private final KernelSetup setup;
  private final Machine machine;
  private final KernelMemory kernel;
  private final TextAllocator text;
  private final KernelHeap heap;
  private final PinnedMaps pinnedMaps = new PinnedMaps();
  private final Map<Long, BpfMap> maps = new HashMap<>();
  private final List<String> trace = new ArrayList<>();
  private final KernelClock clock;
  private final long stackOffset;
  private final long[] vmapStackTops;
  private final CpuRandom random;
  private final SplittableRandom hashSeeds;
  private int lastProgramId;
  private final Task task;
  private final KernelHelperEnv[] helperEnvs;
  private final KernelVariables variables;
  private final KernelTraps traps;
  private int lastMapId;

  private EmulatedKernel(KernelSetup setup) {
    this.setup = setup;
    machine = new Machine(setup.machineSpec());
    var layout = setup.layout();
    kernel = KernelMemory.boot(layout, image(layout), machine, setup.bootOptions());
    text = setup.text().policy().create(kernel, setup.text().choices());
    heap = new GuestHeap(kernel, setup.nodes());
    vmapStackTops = vmapStacks(setup, kernel);
    clock = new KernelClock(setup.seed());
    stackOffset = STACK_ALIGNMENT * new SplittableRandom(setup.seed()).nextInt(STACK_OFFSETS);
    random = new CpuRandom(setup.seed(), setup.cpus());
    hashSeeds = new SplittableRandom(setup.seed());
    task = Task.testRunner(heap.allocate(TASK_BYTES));
    helperEnvs = new KernelHelperEnv[setup.cpus()];
    for (int cpu = 0; cpu < helperEnvs.length; cpu++) {
      helperEnvs[cpu] = new KernelHelperEnv(this, cpu);
    }
    variables = new KernelVariables(kernel);
    traps = new KernelTraps(kernel.memory());
    installFunctions();
  }

  /**
   * Boots.
   *
   * @throws IllegalStateException if the machine has too little memory for a kernel
   */
  public static EmulatedKernel boot(KernelSetup setup) {
    return new EmulatedKernel(setup);
  }

  /**
   * The image for this layout: laying one out costs as much as half a boot, so the last is kept.
   */
  private static KernelImage image(KernelLayout layout) {
    KernelImage image = lastImage;
    if (image == null || !image.layout().equals(layout)) {
      image = newImage(layout);
      lastImage = image;
    }
    return image;
  }

  private static KernelImage newImage(KernelLayout layout) {
    List<String> functions = new ArrayList<>(KernelFunctions.names());
    functions.add(KernelNames.TIMED_MAY_GOTO);
    return KernelImage.withFunctions(layout, functions);
  }

  private void installFunctions() {
    for (String function : KernelFunctions.names()) {
      machine.hostCall(
          kernel.image().address(function), new HelperCall(KernelFunctions.body(function), this));
    }
    machine.hostCall(
        kernel.image().address(KernelNames.TIMED_MAY_GOTO),
        cpu -> TimedMayGoto.call(cpu.state(), kernel.memory(), clock));
    machine.setTrapHandler(traps);
  }

  /** How it was set up. */
  public KernelSetup setup() {
    return setup;
  }

  /** The machine it runs on. */
  public Machine machine() {
    return machine;
  }

  /** Its memory management. */
  public KernelMemory memory() {
    return kernel;
  }

  /** The allocator of executable memory that it was booted with. */
  public TextAllocator text() {
    return text;
  }

  /** Where maps and contexts get their memory. */
  public KernelHeap heap() {
    return heap;
  }

  /** Creates a map; it exists until the kernel is closed. */
  public MapCreation createMap(MapDef def) {
    MapCreation created = MapFactory.create(def, heap, lastMapId + 1, hashSeeds.nextInt());
    if (created instanceof MapCreation.Created(BpfMap map)) {
      lastMapId++;
      maps.put(map.address(), map);
    }
    return created;
  }

  /** The maps that are kept under names. */
  public PinnedMaps pinnedMaps() {
    return pinnedMaps;
  }

  /** The number of the next program that is loaded. */
  int nextProgramId() {
    lastProgramId++;
    return lastProgramId;
  }

  /** What programs have printed with {@code bpf_trace_printk}, in order. */
  public List<String> trace() {
    return List.copyOf(trace);
  }

  /**
   * Where the stack of a run begins: up to 1 KiB below the top of the CPU's kernel stack, as the
   * seed says, like Linux with {@code randomize_kstack_offset}.
   */
  public long runStackTop(int cpu) {
    long top = setup.vmapStack() ? vmapStackTops[cpu] : kernel.stackTop(cpu);
    return top - stackOffset;
  }

  private static long[] vmapStacks(KernelSetup setup, KernelMemory kernel) {
    long[] tops = new long[setup.vmapStack() ? setup.cpus() : 0];
    for (int cpu = 0; cpu < tops.length; cpu++) {
      var request =
          new VmallocRequest(
              STACK_BYTES,
              STACK_BYTES,
              kernel.layout().vmalloc(),
              Protection.PAGE_KERNEL,
              false,
              true);
      VmStruct stack = kernel.vmalloc().allocate(request);
      if (stack == null) {
        throw new IllegalStateException("no memory for the stack of CPU " + cpu);
      }
      tops[cpu] = stack.end();
    }
    return tops;
  }

  /** Variables that compiled code reads. */
  KernelVariables variables() {
    return variables;
  }

  /** The kernel's trap entry. */
  KernelTraps traps() {
    return traps;
  }

  /** The kernel as helpers called on one CPU see it. */
  KernelHelperEnv helperEnv(int cpu) {
    return helperEnvs[cpu];
  }

  /** The map whose structure lies there, or null. */
  @Nullable BpfMap map(long address) {
    return maps.get(address);
  }

  KernelClock clock() {
    return clock;
  }

  CpuRandom random() {
    return random;
  }

  Task task() {
    return task;
  }

  void print(String message) {
    trace.add(message);
  }

  /** Gives the machine's memory back; nothing of this kernel may be used afterwards. */
  @Override
  public void close() {
    machine.close();
  }
}
