package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.input.InputException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The kernel's settings that an object asks for: a constant map with one value. */
final class Settings {
  private static final String SECTION = ".kconfig";

  /** Settings that no configuration file has; libbpf finds them out. */
  private static final Map<String, String> OURS =
      Map.of("LINUX_HAS_BPF_COOKIE", "1", "LINUX_HAS_SYSCALL_WRAPPER", "1");

  private static final String VERSION = "LINUX_KERNEL_VERSION";

  private final int map;
  private final Set<String> missing = new HashSet<>();

  private Settings(int map) {
    this.map = map;
  }

  /**
   * Adds the map, if the object asks for any setting.
   *
   * @throws InputException if a setting does not fit its type, or there are too many
   */
  static Settings addTo(
      MapTable maps, ElfObject elf, Btf btf, Collection<Extern> externs, KernelFacts kernel)
      throws InputException {
    Settings settings = new Settings(maps.maps().size());
    int size = 0;
    for (Extern extern : externs) {
      if (extern instanceof Extern.Setting setting) {
        size = Math.max(size, setting.offset() + (int) btf.size(setting.type()).orElse(0));
      }
    }
    if (size == 0) {
      return settings;
    }
    byte[] value = new byte[size];
    for (Extern extern : externs) {
      if (extern instanceof Extern.Setting setting) {
        settings.fill(value, elf, btf, setting, kernel);
      }
    }
    maps.add(
        new MapDef(
                ObjectName.of(elf.file()).mapNameOf(SECTION),
                MapType.ARRAY,
                Integer.BYTES,
                size,
                1,
                MapFlag.RDONLY_PROG.bit() | MapFlag.MMAPABLE.bit(),
                value,
                true,
                0)
            .withTypes(types(btf)));
    return settings;
  }

  private static MapTypes types(Btf btf) {
    OptionalInt section = btf.find(BtfKind.DATASEC, SECTION);
    return section.isPresent() ? MapTypes.of(0, section.getAsInt(), List.of()) : MapTypes.NONE;
  }

  private void fill(
      byte[] value, ElfObject elf, Btf btf, Extern.Setting setting, KernelFacts kernel)
      throws InputException {
    String name = setting.name();
    String text =
        name.equals(VERSION)
            ? String.valueOf(kernel.version())
            : OURS.getOrDefault(name, kernel.config().get(name));
    if (text == null) {
      if (!setting.weak()) {
        missing.add(name);
      }
      return;
    }
    Optional<byte[]> bytes = SettingValue.of(btf, setting.type(), text);
    if (bytes.isEmpty()) {
      throw InputException.ofWhole(
          elf.file(),
          "setting '%s' of a type that cannot hold %s".formatted(name, text),
          "a bool, tristate, number or text that can");
    }
    System.arraycopy(bytes.get(), 0, value, setting.offset(), bytes.get().length);
  }

  /** What the instructions that load the address of {@code setting} refer to. */
  ReferenceTarget target(Extern.Setting setting) {
    return missing.contains(setting.name())
        ? new ReferenceTarget.Missing("the kernel has no setting '%s'".formatted(setting.name()))
        : new ReferenceTarget.MapValue(map, setting.offset());
  }
}
