package dev.hugetext.selftests.execmem;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.policy.ProgPack;
import dev.hugetext.execmem.policy.RoxCache;
import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import dev.hugetext.x86.memory.PageSize;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A small kernel whose version, policy and options a seed chooses, with the model of its policy.
 */
final class TrialKernel implements AutoCloseable {
  private static final long RAM = 80L << 20;
  private static final int POLICY_WEIGHTS = 16;

  private final Machine machine;
  private final KernelMemory kernel;
  private final TextAllocator text;
  private final String description;

  TrialKernel(SplittableRandom random) {
    TextPolicy policy = policy(random);
    KernelVersion version = version(policy, random);
    int nodes = 1 + random.nextInt(2);
    boolean tail = policy.hasTextTail() && random.nextBoolean();
    boolean huge = random.nextInt(4) != 0;
    boolean kaslr = random.nextInt(4) == 0;
    PageSize packPages = random.nextInt(4) == 0 ? PageSize.MIB_2 : PageSize.KIB_4;
    long seed = random.nextLong();
    machine = new Machine(MachineSpec.DEFAULT.withRam(RAM).withCpus(1 + random.nextInt(4)));
    KernelLayout layout = kaslr ? KernelLayout.linuxKaslr(seed) : KernelLayout.linux(1);
    BootOptions options =
        BootOptions.DEFAULT
            .withVersion(version)
            .withTextTail(tail)
            .withOnlineNodes(nodes)
            .withHugeVmalloc(huge);
    KernelImage image = KernelImage.builder(layout).textBytes(0x20_2a08).build();
    kernel = KernelMemory.boot(layout, image, machine, options);
    text = policy.create(kernel, new TextPolicy.Choices(packPages, Set.of()));
    description =
        "%s on %s, tail %s, %d nodes, huge %s, packs by %s, kaslr %s, %d CPUs"
            .formatted(
                policy.text(),
                version.text(),
                tail,
                nodes,
                huge,
                packPages,
                kaslr,
                machine.cpuCount());
  }

  /** Half of all trials are the series', the others about evenly the rest. */
  private static TextPolicy policy(SplittableRandom random) {
    int drawn = random.nextInt(POLICY_WEIGHTS);
    if (drawn < 8) {
      return TextPolicy.EXECMEM;
    }
    return drawn < 11
        ? TextPolicy.PROG_PACK
        : drawn < 14 ? TextPolicy.ROX_CACHE : TextPolicy.MODULE_ALLOC;
  }

  private static KernelVersion version(TextPolicy policy, SplittableRandom random) {
    List<KernelVersion> possible =
        List.of(KernelVersion.values()).stream()
            .filter(version -> version.isAtLeast(policy.since()))
            .toList();
    return possible.get(random.nextInt(possible.size()));
  }

  /** Where the policy must put text. */
  PlaceModel model() {
    AddressRange modules = kernel.layout().modules();
    return switch (text) {
      case Execmem execmem -> new ExecmemModel(execmem, kernel.options().onlineNodes());
      case ProgPack packs ->
          new UserModel(
              new PackModel(packs.packBytes(), packs::packs, pack -> {}, pack -> {}),
              new PageModel(modules),
              user -> user.isBpf(),
              packs.packBytes());
      case RoxCache cache -> cacheModel(cache, modules);
      default -> new PageModel(modules);
    };
  }

  private PlaceModel cacheModel(RoxCache cache, AddressRange modules) {
    CacheModel pages = new CacheModel(kernel, cache);
    long packBytes = PageSize.MIB_2.bytes();
    PackModel packs =
        new PackModel(
            packBytes,
            cache::packs,
            pack -> pages.allocated(TextUser.BPF_PROGRAM, packBytes, 64, pack),
            pages::freed);
    boolean servesAll = kernel.options().version().isAtLeast(KernelVersion.V6_18);
    PlaceModel others =
        new UserModel(
            pages,
            new PageModel(modules),
            user -> servesAll || user.isBpf() || user == TextUser.MODULE_TEXT,
            Long.MAX_VALUE);
    return new UserModel(packs, others, user -> user.isBpf(), packBytes);
  }

  KernelMemory kernel() {
    return kernel;
  }

  Machine machine() {
    return machine;
  }

  TextAllocator text() {
    return text;
  }

  /** Everything that the seed chose. */
  String description() {
    return description;
  }

  @Override
  public void close() {
    machine.close();
  }
}
