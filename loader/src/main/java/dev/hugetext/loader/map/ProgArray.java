package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_PROG_ARRAY}: the targets of tail calls. The first program that is stored in
 * it or uses it decides the type of all.
 */
public final class ProgArray extends FdArray {
  private @Nullable ProgramType owner;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /** Is told of changes: code that jumps to a program is patched when the program changes. */
  @FunctionalInterface
  public interface Watcher {
    /** The slot at an index now holds a program, or none. */
    void changed(long index, Optional<MapProgram> program);
  }

  private ProgArray(MapDef def, MapSite site, long address) {
    super(def, site, address);
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = allocate(def, site);
    return address == 0
        ? noMemory(def)
        : new MapCreation.Created(new ProgArray(def, site, address));
  }

  /**
   * Whether a program of this type may use the array or stand in it; from the first one on, only
   * its type may.
   */
  public boolean admit(ProgramType type) {
    if (owner == null) {
      owner = type;
    }
    return owner == type;
  }

  /** The program at an index. */
  public Optional<MapProgram> program(long index) {
    return Optional.ofNullable((MapProgram) at(index));
  }

  /** From now on {@code watcher} is told of changes. */
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** No more. */
  public void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  @Override
  void changed(long index) {
    watchers.forEach(watcher -> watcher.changed(index, program(index)));
  }

  @Override
  long accepts(MapObject object) {
    return object instanceof MapProgram program && admit(program.type())
        ? 0
        : Errno.EINVAL.negative();
  }

  @Override
  MapAnswer userReads(MapObject object) {
    return idOf(object);
  }
}
