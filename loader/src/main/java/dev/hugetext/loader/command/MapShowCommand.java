package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.link.OpenObject;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.run.EmulatedKernel;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code map show}: creates the maps of some objects in one kernel, and lists them. */
final class MapShowCommand implements Command {
  @Override
  public String name() {
    return "map show";
  }

  @Override
  public String summary() {
    return "create the maps of objects, in one kernel; list them with their attributes";
  }

  @Override
  public String synopsis() {
    return "map show OBJ... [--btf FILE]";
  }

  @Override
  public List<String> examples() {
    return List.of("hugetext map show examples/bpf/xdp_firewall.bpf.o");
  }

  @Override
  public Options options() {
    return MachineFlags.addTo(ObjectFlags.addTo(new Options()));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    if (line.getArgList().isEmpty()) {
      throw new UsageException("map show needs an object file");
    }
    var setup = MachineFlags.setup(line);
    int status = ExitStatus.DONE;
    Map<Integer, MapShow> shown = new TreeMap<>(); // a pinned map belongs to several objects
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      for (String file : line.getArgList()) {
        OpenObject object = ObjectProgram.open(file, line, console);
        var loader =
            new Loader(kernel, MachineFlags.verifierOptions(setup), MachineFlags.jitOptions(line));
        Optional<LoadOutcome> refused = loader.createMaps(object.maps());
        for (BpfMap map : loader.maps()) {
          shown.put(map.id(), new MapShow(map.id(), map.def()));
        }
        if (refused.isPresent()) {
          status = Math.max(status, LoadFailure.of(file, refused.get()).report(console));
        }
      }
    }
    if (console.wantsJson()) {
      console.printJson(json -> write(json, shown.values()));
    } else {
      for (MapShow map : shown.values()) {
        map.print(console.out());
        map.printMore(console.out());
      }
    }
    return status;
  }

  private static void write(JsonGenerator json, Collection<MapShow> shown) throws IOException {
    json.writeStartArray();
    for (MapShow map : shown) {
      map.write(json);
    }
    json.writeEndArray();
  }
}
