package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What is in a map at one moment, as far as user space can read it; two maps of one definition can
 * be compared whatever order their tables have.
 *
 * @param elements by rising key (bytes compared unsigned; an array by index); of a queue or stack,
 *     whose keys are empty, in the order in which they would be taken
 * @param events what programs wrote into a ring buffer or perf events and nobody has read yet
 */
public record MapContents(MapDef def, List<Element> elements, List<Event> events) {
  public MapContents {
    elements = List.copyOf(elements);
    events = List.copyOf(events);
  }

  /**
   * One element.
   *
   * @param value of a per-CPU map the values of all CPUs, each in whole 8-byte words
   */
  public record Element(byte[] key, byte[] value) {
    boolean sameAs(Element other) {
      return Arrays.equals(key, other.key) && Arrays.equals(value, other.value);
    }
  }

  /**
   * One record.
   *
   * @param cpu the CPU whose perf event it is in; {@link #NO_CPU} for a ring buffer
   */
  public record Event(int cpu, byte[] data) {
    /** A ring buffer does not say which CPU wrote a record. */
    public static final int NO_CPU = -1;

    /** On which CPU a test run is made is the kernel's choice, so that it does not count. */
    boolean sameAs(Event other) {
      return Arrays.equals(data, other.data);
    }
  }

  /** Of elements in any order, of a map with keys. */
  public static MapContents of(MapDef def, List<Element> elements) {
    if (def.type() == MapType.ARRAY) {
      return new MapContents(def, elements, List.of());
    }
    List<Element> sorted = new ArrayList<>();
    elements.forEach(element -> sorted.add(withoutPadding(def, element)));
    sorted.sort(Comparator.comparing(Element::key, Arrays::compareUnsigned));
    return new MapContents(def, sorted, List.of());
  }

  /** Of a queue or stack, the value that is taken first leading. */
  public static MapContents ofQueue(MapDef def, List<byte[]> values) {
    List<Element> elements = new ArrayList<>();
    values.forEach(value -> elements.add(new Element(new byte[0], value)));
    return new MapContents(def, elements, List.of());
  }

  /** Of a ring buffer. */
  public static MapContents ofRing(MapDef def, List<byte[]> records) {
    List<Event> events = new ArrayList<>();
    records.forEach(data -> events.add(new Event(Event.NO_CPU, data)));
    return new MapContents(def, List.of(), events);
  }

  /** Of a map in emulated memory. */
  public static MapContents of(BpfMap map) {
    return switch (map) {
      case QueueStack queue -> ofQueue(map.def(), queue.values());
      case RingBuffer ring -> ofRing(map.def(), ring.records());
      case PerfEventArray array -> {
        List<Event> events = new ArrayList<>();
        array.samples().forEach(sample -> events.add(new Event(sample.cpu(), sample.data())));
        yield new MapContents(map.def(), List.of(), events);
      }
      default -> of(map.def(), elements(map));
    };
  }

  private static List<Element> elements(BpfMap map) {
    List<Element> elements = new ArrayList<>();
    byte[] key = null;
    while (map.userNextKey(key) instanceof MapAnswer.Bytes(byte[] next)) {
      if (map.userLookup(next) instanceof MapAnswer.Bytes(byte[] value)) {
        elements.add(new Element(next, value));
      }
      key = next;
    }
    return elements;
  }

  /** Bytes of one CPU's value and what follows it, in a per-CPU element. */
  public static int stride(MapDef def) {
    return (int) BpfMap.roundUp8(def.valueSize());
  }

  /** What lies between the values of two CPUs means nothing: it is set to zero. */
  private static Element withoutPadding(MapDef def, Element element) {
    int stride = stride(def);
    if (!def.type().isPerCpu() || stride == def.valueSize()) {
      return element;
    }
    byte[] values = element.value.clone();
    for (int at = def.valueSize(); at < values.length; at += stride) {
      Arrays.fill(values, at, at + stride - def.valueSize(), (byte) 0);
    }
    return new Element(element.key, values);
  }

  /** Whether both hold the same elements and events; definitions are not compared. */
  public boolean sameElements(MapContents other) {
    if (elements.size() != other.elements.size() || events.size() != other.events.size()) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      if (!elements.get(i).sameAs(other.elements.get(i))) {
        return false;
      }
    }
    for (int i = 0; i < events.size(); i++) {
      if (!events.get(i).sameAs(other.events.get(i))) {
        return false;
      }
    }
    return true;
  }
}
