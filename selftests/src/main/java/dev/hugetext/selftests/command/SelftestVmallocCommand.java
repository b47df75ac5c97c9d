package dev.hugetext.selftests.command;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.selftests.vmalloc.TestVmalloc;
import dev.hugetext.selftests.vmalloc.VmallocScript;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest vmalloc}: the kernel's test_vmalloc on the emulated kernel. */
final class SelftestVmallocCommand implements Command {
  private static final Range CPUS = new Range(1, 1024);

  @Override
  public String name() {
    return "selftest vmalloc";
  }

  @Override
  public String summary() {
    return "the kernel's test_vmalloc: its cases, parameters, output and statuses";
  }

  @Override
  public String synopsis() {
    return "selftest vmalloc [performance|smoke|stress] [param=value ...] [--kernel-version V]"
        + " [--cpus N] [--text-tail on|off] [--seed S]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext selftest vmalloc smoke",
        "hugetext selftest vmalloc stress test_loop_count=1000",
        "hugetext selftest vmalloc nr_threads=2 run_test_mask=1024 test_loop_count=1024");
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            OptionValues.option("kernel-version", "V", "whose vmalloc and module; default 6.1"))
        .addOption(OptionValues.option("cpus", "N", "CPUs of the machine; default 4"))
        .addOption(
            OptionValues.option(
                "text-tail", "on|off", "whether static text has a tail; default on"))
        .addOption(
            OptionValues.option(
                "seed", "S", "of the first worker; the next has the next; default 1"));
  }

  @Override
  public int run(CommandLine line, Console console) {
    KernelVersion version =
        OptionValues.choice(line, "kernel-version", KernelVersion.V6_1.text(), versions());
    int cpus = (int) OptionValues.number(line, "cpus", MachineSpec.DEFAULT.cpus(), CPUS);
    boolean tail = OptionValues.onOff(line, "text-tail", true);
    long seed = OptionValues.number(line, "seed", 1, Range.ANY);
    Consumer<String> out =
        text -> {
          console.out().print(text + "\n");
          console.out().flush();
        };
    var script = new VmallocScript(version, cpus, out);
    return script.run(
        line.getArgList(),
        parameters -> {
          try (Machine machine = new Machine(MachineSpec.DEFAULT.withCpus(cpus))) {
            var layout = KernelLayout.linux(seed);
            var image = KernelImage.withFunctions(layout, List.of());
            var options = BootOptions.DEFAULT.withVersion(version).withTextTail(tail);
            var kernel = KernelMemory.boot(layout, image, machine, options);
            var module = new TestVmalloc(kernel, new Execmem(kernel), seed);
            List<String> log = new ArrayList<>();
            try (Progress progress = Progress.of(console, "runs", module.runs(parameters))) {
              int _ = module.init(parameters, log::add, progress::stepTo);
            }
            log.forEach(out);
          }
        });
  }

  private static Map<String, KernelVersion> versions() {
    Map<String, KernelVersion> versions = new LinkedHashMap<>();
    for (KernelVersion version : KernelVersion.values()) {
      versions.put(version.text(), version);
    }
    return versions;
  }
}
