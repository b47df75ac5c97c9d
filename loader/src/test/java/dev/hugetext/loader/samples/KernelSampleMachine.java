package dev.hugetext.loader.samples;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.ProgramSpec;
import dev.hugetext.loader.kernel.TestRunResult;
import dev.hugetext.loader.kernel.TestRunSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sample in the running kernel: its maps made, its map references turned into descriptors. */
final class KernelSampleMachine implements SampleMachine {
  private static final byte[] FIRST_KEY = new byte[4];

  private final Map<String, KernelMap> maps = new LinkedHashMap<>();
  private final KernelProgram program;

  KernelSampleMachine(BpfProgram source) {
    List<KernelMap> byIndex = new ArrayList<>();
    for (MapDef def : source.maps()) {
      KernelMap map = create(def);
      byIndex.add(map);
      maps.put(def.name(), map);
    }
    ProgramSpec spec =
        ProgramSpec.of(source.type().number(), RawInsn.toBytes(withDescriptors(source, byIndex)))
            .withLicense(source.license())
            .withFlags(source.flags())
            .withName(source.name());
    int attach = Optional.ofNullable(source.attach()).map(type -> type.number()).orElse(0);
    program = Bpf.loadProgram(spec.withExpectedAttachType(attach).withLogLevel(1)).orThrow();
  }

  private static KernelMap create(MapDef def) {
    KernelMap map =
        Bpf.createMap(
                new MapSpec(
                    def.type().number(),
                    def.keySize(),
                    def.valueSize(),
                    def.maxEntries(),
                    def.flags(),
                    def.mapExtra(),
                    def.name()))
            .orThrow();
    byte[] initial = def.initial();
    if (initial != null) {
      map.update(FIRST_KEY, initial, 0).orThrow();
    }
    if (def.frozen()) {
      map.freeze().orThrow();
    }
    return map;
  }

  private static List<RawInsn> withDescriptors(BpfProgram source, List<KernelMap> maps) {
    List<RawInsn> insns = new ArrayList<>(source.insns());
    insns.replaceAll(insn ->
        switch (BpfOpcode.of(insn).orElse(BpfOpcode.LD_IMM64)) {
          case LD_MAP, LD_MAP_VALUE -> insn.withImm(maps.get(insn.imm()).fd());
          default -> insn;
        });
    return insns;
  }

  @Override
  public void update(String map, byte[] key, byte[] value) {
    map(map).update(key, value, 0).orThrow();
  }

  @Override
  public byte[] lookup(String map, byte[] key) {
    return map(map).lookup(key).orThrow();
  }

  @Override
  public Result run(byte[] packet) {
    TestRunResult result = program.testRun(TestRunSpec.ofData(packet)).orThrow();
    return new Result(result.retval(), result.dataOut());
  }

  @Override
  public void close() {
    program.close();
    maps.values().forEach(KernelMap::close);
  }

  private KernelMap map(String name) {
    return Optional.ofNullable(maps.get(name)).orElseThrow();
  }
}
