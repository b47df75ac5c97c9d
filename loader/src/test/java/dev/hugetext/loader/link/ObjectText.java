package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.LineInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.bpf.proto.Pinning;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** An opened object in the notation of the golden files. */
final class ObjectText {
  private final OpenObject object;
  private final StringBuilder text = new StringBuilder();

  private ObjectText(OpenObject object) {
    this.object = object;
  }

  static String of(OpenObject object) {
    ObjectText printer = new ObjectText(object);
    object.maps().forEach(printer::map);
    object.maps().forEach(printer::slots);
    object.structOps().forEach(printer::operations);
    object.programs().forEach(printer::program);
    return printer.text.toString();
  }

  private void map(MapDef map) {
    byte[] initial = map.initial();
    boolean isData = map.name().contains(".");
    Optional<StructOps> operations = operationsOf(map);
    String value =
        operations.isPresent()
            ? hex(operations.get().value())
            : initial != null ? hex(initial) : isData ? "00".repeat(map.valueSize()) : "-";
    MapDef inner = map.inner();
    line(
        "map %s type=%d key=%d value=%d max=%d flags=0x%x extra=%d frozen=%d%s%s%s initial=%s",
        map.name(),
        map.type().number(),
        map.keySize(),
        map.valueSize(),
        map.maxEntries(),
        map.flags(),
        map.mapExtra(),
        map.frozen() ? 1 : 0,
        inner == null ? "" : " inner=" + shape(inner),
        kept(map),
        operations.map(ops -> " kernel=bpf_struct_ops_" + ops.kernelType()).orElse(""),
        value);
  }

  /** What few maps have. */
  private static String kept(MapDef map) {
    StringBuilder text = new StringBuilder();
    MapTypes types = map.types();
    if (map.numaNode() != 0) {
      text.append(" numa=").append(map.numaNode());
    }
    if (types.known()) {
      text.append(" types=%d:%d".formatted(types.key(), types.value()));
    }
    if (map.pinning() == Pinning.BY_NAME) {
      text.append(" pin=/sys/fs/bpf/").append(map.name());
    }
    return text.toString();
  }

  private Optional<StructOps> operationsOf(MapDef map) {
    int index = object.maps().indexOf(map);
    return object.structOps().stream().filter(ops -> ops.map() == index).findFirst();
  }

  private void operations(StructOps operations) {
    String map = object.maps().get(operations.map()).name();
    operations.operations().stream()
        .sorted(Comparator.comparingInt(StructOps.Operation::offset))
        .forEach(one -> line("slot %s %d %s", map, one.offset(), one.program()));
  }

  private void slots(MapDef map) {
    new TreeMap<>(map.slots())
        .forEach((index, name) -> line("slot %s %d %s", map.name(), index, name));
  }

  private void program(BpfProgram program) {
    int attach = Optional.ofNullable(program.attach()).map(AttachType::number).orElse(0);
    String target = "";
    for (StructOps operations : object.structOps()) {
      for (StructOps.Operation operation : operations.operations()) {
        if (operation.program().equals(program.name())) {
          attach = operation.index();
          target = " target=" + operations.kernelType();
        }
      }
    }
    boolean isLoaded =
        program.type() != ProgramType.STRUCT_OPS || !object.onDemand().contains(program.name());
    line(
        "program %s type=%d attach=%d flags=%d%s",
        program.name(), program.type().number(), attach, program.flags(), target);
    for (RawInsn insn : program.insns()) {
      line("%s", hex(RawInsn.toBytes(List.of(insn))));
    }
    if (isLoaded) {
      info(program);
    }
  }

  private void info(BpfProgram program) {
    if (!program.lines().isEmpty()) { // without BTF, functions have names here but none there
      for (FuncInfo function : program.funcs()) {
        line("function %d %s", function.start(), function.name());
      }
    }
    for (LineInfo line : program.lines()) {
      line(
          "line %d %s:%d:%d %s", line.insn(), line.file(), line.line(), line.column(), line.text());
    }
  }

  private static String shape(MapDef map) {
    return "%d:%d:%d:%d:0x%x"
        .formatted(
            map.type().number(), map.keySize(), map.valueSize(), map.maxEntries(), map.flags());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}
