package dev.hugetext.loader.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.lower.ContextLowering;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ContextField;
import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.Contexts;
import dev.hugetext.bpf.proto.FieldAccess;
import dev.hugetext.bpf.proto.LoadedKind;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.PlacementOutcome;
import dev.hugetext.loader.run.ProgramPlacer;
import dev.hugetext.loader.run.ProgramSource;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Types that Linux does not test-run: programs see what is given, and what they write comes out.
 */
class LayoutTestContextTest {
  private static final int STORED = 0x5a;
  private static final long SEED = Long.getLong("hugetext.seed", 5);

  @ParameterizedTest
  @CsvSource({
    "KPROBE,",
    "TRACEPOINT,",
    "PERF_EVENT,",
    "CGROUP_SOCK_ADDR, CGROUP_INET4_BIND",
    "CGROUP_SOCK_ADDR, CGROUP_INET6_CONNECT",
    "CGROUP_SOCK_ADDR, CGROUP_UDP6_SENDMSG",
    "CGROUP_SOCK, CGROUP_INET_SOCK_CREATE",
    "SOCK_OPS, CGROUP_SOCK_OPS",
    "CGROUP_DEVICE, CGROUP_DEVICE",
    "CGROUP_SYSCTL, CGROUP_SYSCTL",
    "CGROUP_SOCKOPT, CGROUP_SETSOCKOPT"
  })
  void fieldsAreSeenAndHandedBack(ProgramType type, @Nullable AttachType attach) {
    ContextLayout layout = Contexts.of(type, attach).orElseThrow();
    var random = new SplittableRandom(SEED);
    int size = layout.fields().stream().mapToInt(f -> f.offset() + f.size()).max().orElseThrow();
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT)) {
      int read = 0;
      for (ContextField field : layout.fields()) {
        if (field.loads() != LoadedKind.SCALAR || field.access().isEmpty()) {
          continue;
        }
        byte[] context = new byte[size];
        random.nextBytes(context);
        int width = Math.min(field.size(), Integer.highestOneBit(field.reads()));
        long seen = seen(context, field, width);
        var target = new TestTarget(type, attach, 0);
        LoadedProgram load = place(kernel, target, loadOf(field, width));
        assertEquals((int) seen, run(kernel, load, context).retval(), field.name());
        if (field.writes() != 0) {
          int wide = Integer.highestOneBit(field.writes());
          LoadedProgram store = place(kernel, target, storeTo(field, wide));
          byte[] out = run(kernel, store, context).contextOut();
          assertEquals(STORED, out[field.offset()], field.name());
        }
        read++;
      }
      assertTrue(read > 0);
    }
  }

  /** The field's value, less what the kernel has no room for. */
  private static long seen(byte[] context, ContextField field, int width) {
    byte[] bytes = new byte[Long.BYTES];
    System.arraycopy(context, field.offset(), bytes, 0, width);
    long value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    FieldAccess access = field.access().orElseThrow();
    if (access instanceof FieldAccess.Shifted(_, int bits)) {
      return value >>> bits << bits;
    }
    int kept = access instanceof FieldAccess.Mirrored ? width : access.width();
    return kept >= Long.BYTES ? value : value & (1L << kept * Byte.SIZE) - 1;
  }

  private static List<Insn> loadOf(ContextField field, int width) {
    MemSize size = MemSize.ofBytes(width);
    short offset = (short) field.offset();
    return new ContextLowering(field, false)
        .load(new Insn.Load(size, false, AccessMode.MEM, Reg.R0, Reg.R1, offset));
  }

  private static List<Insn> storeTo(ContextField field, int width) {
    MemSize size = MemSize.ofBytes(width);
    short offset = (short) field.offset();
    Source value = new Source.FromReg(Reg.R2);
    List<Insn> insns = new ArrayList<>();
    insns.add(new Insn.Alu(AluOp.MOV, RegWidth.W64, Reg.R2, new Source.Imm(STORED)));
    insns.addAll(
        new ContextLowering(field, false)
            .store(new Insn.Store(size, AccessMode.MEM, Reg.R1, offset, value)));
    insns.add(new Insn.Alu(AluOp.MOV, RegWidth.W64, Reg.R0, new Source.Imm(0)));
    return insns;
  }

  /** The verifier would refuse most of what is returned, so it is not asked. */
  private static LoadedProgram place(EmulatedKernel kernel, TestTarget target, List<Insn> access) {
    List<RawInsn> insns = new ArrayList<>();
    access.forEach(insn -> insns.addAll(insn.encode()));
    insns.addAll(new Insn.Exit().encode());
    RewrittenProgram rewritten = RewrittenProgram.trusted("field", insns);
    var source = new ProgramSource("field", target, rewritten, List.of());
    PlacementOutcome outcome = new ProgramPlacer(kernel, JitOptions.MEASURED_KERNEL).place(source);
    if (!(outcome instanceof PlacementOutcome.Placed(LoadedProgram program))) {
      throw new AssertionError(outcome);
    }
    return program;
  }

  private static TestRunOutcome.Done run(
      EmulatedKernel kernel, LoadedProgram program, byte[] context) {
    var input = new TestInput(new byte[0], Optional.of(context), true);
    TestRunOutcome outcome = new TestRunner(kernel).run(program, input, 1, EmulatedEngine.BPF, 0);
    if (!(outcome instanceof TestRunOutcome.Done done)) {
      throw new AssertionError(outcome);
    }
    return done;
  }
}
