package dev.hugetext.verifier.log;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.domain.Tnum;
import dev.hugetext.verifier.state.Frame;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.Obligations;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.NotInit;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.SlotByte;
import dev.hugetext.verifier.state.StackSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Registers and stack slots in the kernel's notation. */
final class StateText {
  private static final int KERNEL_NAME = 15;

  private final List<MapDef> maps;

  StateText(List<MapDef> maps) {
    this.maps = maps;
  }

  /** All of a frame. */
  String all(MachineState state, int number) {
    return selected(state, number, -1, -1);
  }

  /**
   * The registers and slots of a frame whose bits are set, and what is held; each with a space
   * before it.
   */
  String selected(MachineState state, int number, int registers, long slots) {
    Frame frame = state.frame(number);
    String role =
        switch (frame.role()) {
          case CALLBACK -> " cb";
          case LATER -> " async_cb";
          case PROGRAM, FUNCTION, GLOBAL -> "";
        };
    return selected(frame, registers, slots) + references(state.obligations()) + role;
  }

  private static String references(Obligations held) {
    StringJoiner ids = new StringJoiner(",", " refs=", "").setEmptyValue("");
    for (int i = 0; i < held.references(); i++) {
      ids.add(Integer.toString(held.reference(i)));
    }
    if (held.holdsLock()) { // nothing is acquired while it is
      ids.add(Integer.toString(held.lockId()));
    }
    return ids.toString();
  }

  private String selected(Frame frame, int registers, long slots) {
    StringBuilder out = new StringBuilder();
    if (frame.number() > 0) {
      out.append(" frame%d:".formatted(frame.number()));
    }
    for (int register = 0; register < Frame.REGISTERS; register++) {
      RegValue value = frame.register(register);
      if ((registers >> register & 1) != 0 && !(value instanceof NotInit)) {
        out.append(" R%d=%s".formatted(register, value(value, frame.number())));
      }
    }
    for (int slot = 0; slot < frame.slots(); slot++) {
      if ((slots >> slot & 1) != 0 && frame.slot(slot).kinds() != 0) {
        out.append(" fp%d=%s".formatted(-8 * (slot + 1), slot(frame.slot(slot), frame.number())));
      }
    }
    return out.toString();
  }

  private String slot(StackSlot slot, int frame) {
    StringBuilder bytes = new StringBuilder();
    for (int index = StackSlot.BYTES - 1; index >= 0; index--) {
      SlotByte kind = slot.kind(index);
      if (slot.holdsRegister() && kind == SlotByte.SPILL) {
        return bytes + value(slot.spilled(), frame);
      }
      bytes.append(kind.text());
    }
    return bytes.toString();
  }

  private String value(RegValue value, int frame) {
    return switch (value) {
      case NotInit none -> none.typeText();
      case ScalarValue scalar -> scalar(scalar);
      case PointerValue pointer -> pointer(pointer, frame);
    };
  }

  private static String scalar(ScalarValue scalar) {
    String precise = scalar.precise() ? "P" : "";
    Scalar number = scalar.number();
    if (number.isConst()) {
      return precise + NumberText.signed(number.value());
    }
    List<String> parts = new ArrayList<>();
    if (scalar.id() != 0) {
      String delta = scalar.isShifted() ? "%+d".formatted(scalar.delta()) : "";
      parts.add("id=%d%s".formatted(scalar.id(), delta));
    }
    addNumber(parts, number);
    return precise + "scalar(" + String.join(",", parts) + ")";
  }

  private static void addNumber(List<String> parts, Scalar number) {
    parts.addAll(NumberText.ranges(number));
    if (!number.bits().equals(Tnum.UNKNOWN)) {
      parts.add("var_off=" + number.bits());
    }
  }

  private String pointer(PointerValue pointer, int frame) {
    StringBuilder out = new StringBuilder(pointer.typeText());
    Scalar var = pointer.var();
    if (pointer.type() == PointerType.STACK) {
      if (pointer.frame() != frame) {
        out.append("[%d]".formatted(pointer.frame()));
      }
      if (var.isConst()) {
        return out.append(NumberText.signed(var.value() + pointer.off())).toString();
      }
    }
    List<String> parts = new ArrayList<>();
    if (pointer.id() != 0) {
      parts.add("id=" + pointer.id());
    }
    if (pointer.reference() != 0) {
      parts.add("ref_obj_id=" + pointer.reference());
    }
    if (pointer.map() >= 0 && pointer.type() != PointerType.FUNC) {
      addMap(parts, map(pointer.map()));
    }
    if (pointer.off() != 0) {
      parts.add("off=" + NumberText.signed(pointer.off()));
    }
    if (pointer.type().isPacket()) {
      parts.add("r=" + NumberText.unsigned(pointer.range()));
    }
    if (pointer.type() == PointerType.MEM || pointer.type() == PointerType.RINGBUF_MEM) {
      parts.add("sz=%d".formatted(pointer.range()));
    }
    if (!var.isConst()) {
      addNumber(parts, var);
    } else if (var.value() != 0) {
      parts.add("imm=" + NumberText.signed(var.value()));
    }
    return out.append('(').append(String.join(",", parts)).append(')').toString();
  }

  /** A map of the program or, behind those, what maps in it look like. */
  private MapDef map(int index) {
    MapDef map = maps.get(index % maps.size());
    MapDef inner = map.inner();
    return index >= maps.size() && inner != null ? inner : map;
  }

  private static void addMap(List<String> parts, MapDef map) {
    String name = map.name();
    if (!name.isEmpty()) {
      parts.add("map=" + name.substring(0, Math.min(name.length(), KERNEL_NAME)));
    }
    parts.add("ks=%d,vs=%d".formatted(map.keySize(), map.valueSize()));
  }
}
