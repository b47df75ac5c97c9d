package dev.hugetext.loader.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What can run a program. */
enum RunEngine {
  /** The reference interpreter over eBPF instructions. */
  BPF,
  /** The x86 interpreter over compiled code. */
  X86,
  /** The Linux that runs on this host, through bpf(2). */
  KERNEL;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Map<String, RunEngine> byText() {
    var engines = new LinkedHashMap<String, RunEngine>();
    for (RunEngine engine : values()) {
      engines.put(engine.text(), engine);
    }
    return engines;
  }
}
