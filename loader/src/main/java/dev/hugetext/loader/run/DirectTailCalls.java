package dev.hugetext.loader.run;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.jit.TailCallSite;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapProgram;
import dev.hugetext.loader.map.ProgArray;
import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tail calls of a program whose slots are known beforehand: as a slot of the array changes, two
 * instructions in the program do ({@code prog_array_map_poke_run}). A jump to a program is made
 * before the way to it is opened, and the way is closed before the jump is taken back.
 */
final class DirectTailCalls {
  private final KernelMemory kernel;
  private final JitOptions options;
  private final List<Site> sites = new ArrayList<>();

  /** A site at its place, and the array that it follows. */
  private record Site(TailCallSite site, long entry, ProgArray array, ProgArray.Watcher watcher) {}

  DirectTailCalls(
      KernelMemory kernel, JitOptions options, List<PlacedFunction> functions, List<BpfMap> maps) {
    this.kernel = kernel;
    this.options = options;
    for (PlacedFunction function : functions) {
      for (TailCallSite site : function.function().tailCallSites()) {
        if (maps.get(site.slot().mapIndex()) instanceof ProgArray array) {
          sites.add(site(site, function.entry(), array));
        }
      }
    }
  }

  private Site site(TailCallSite site, long entry, ProgArray array) {
    int index = site.slot().index();
    return new Site(
        site,
        entry,
        array,
        (changed, program) -> {
          if (changed == index) {
            patch(site, entry, program);
          }
        });
  }

  /** Makes the sites what their slots say, now and from now on. */
  void begin() {
    for (Site site : sites) {
      int index = site.site().slot().index();
      site.array().watch(site.watcher());
      if (site.array().program(index).isPresent()) {
        patch(site.site(), site.entry(), site.array().program(index));
      }
    }
  }

  /** The program goes away. */
  void end() {
    sites.forEach(site -> site.array().unwatch(site.watcher()));
  }

  private void patch(TailCallSite site, long entry, Optional<MapProgram> program) {
    long bypass = entry + site.bypass();
    long target = entry + site.target();
    if (program.isPresent()) {
      LoadedProgram callee = (LoadedProgram) program.get();
      poke(target, jump(target, callee.entry() + options.tailCallOffset()));
      poke(bypass, nop());
    } else {
      poke(bypass, jump(bypass, entry + site.end()));
      poke(target, nop());
    }
  }

  private void poke(long address, byte[] bytes) {
    kernel.textMutex().lock();
    try {
      kernel.textPoke().poke(address, bytes);
    } finally {
      kernel.textMutex().unlock();
    }
  }

  private static byte[] jump(long from, long to) {
    var out = new Assembler();
    int distance = Math.toIntExact(to - from - TailCallSite.PATCHED_BYTES);
    out.emit(Form.JMP_REL32, Width.Q, Operand.rel(distance));
    return out.toBytes();
  }

  private static byte[] nop() {
    var out = new Assembler();
    out.nop(TailCallSite.PATCHED_BYTES);
    return out.toBytes();
  }
}
