package dev.hugetext.loader.samples;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.link.ObjectOpener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A sample's object, opened.
 *
 * @param main its first program that is not only jumped to
 * @param programs all of them
 */
record OpenSample(BpfProgram main, List<BpfProgram> programs) {
  static OpenSample named(String name) {
    return of(Sample.object(name));
  }

  static OpenSample of(Path object) {
    try {
      var opened = ObjectOpener.open(object);
      Set<String> targets = new HashSet<>();
      for (MapDef map : opened.maps()) {
        targets.addAll(map.slots().values());
      }
      BpfProgram main =
          opened.programs().stream()
              .filter(program -> !targets.contains(program.name()))
              .findFirst()
              .orElseThrow();
      return new OpenSample(main, opened.programs());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
