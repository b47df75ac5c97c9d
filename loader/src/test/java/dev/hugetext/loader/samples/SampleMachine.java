package dev.hugetext.loader.samples;

import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.TestRunOutcome;
import java.util.List;

/** Something with one program of an opened object loaded, and its maps. */
public interface SampleMachine extends AutoCloseable {
  /** Stores a value, as user space does. */
  void update(String map, byte[] key, byte[] value);

  /** The value at {@code key}; of a per-CPU map, those of all CPUs one after another. */
  byte[] lookup(String map, byte[] key);

  /** Runs the program once over {@code packet}. */
  Result run(byte[] packet);

  /** Runs a program that takes no packet once over {@code context}. */
  Result runOn(byte[] context);

  /** The records that are in a ring buffer, in order. */
  default List<byte[]> records(String map) {
    return contents().stream()
        .filter(contents -> contents.def().name().equals(map))
        .flatMap(contents -> contents.events().stream())
        .map(MapContents.Event::data)
        .toList();
  }

  /** Runs the program once over any input. */
  TestRunOutcome test(TestInput input);

  /** What is in all maps. */
  List<MapContents> contents();

  @Override
  void close();

  /**
   * What a run gave.
   *
   * @param packet as the program left it
   */
  record Result(int retval, byte[] packet) {}
}
