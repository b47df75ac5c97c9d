package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.loader.btf.TypeFile;
import dev.hugetext.loader.input.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of this host, as far as it says something about itself; its types may come from
 * another file.
 */
public final class RunningKernel implements KernelFacts {
  private static final Path CONFIG = Path.of("/proc/config.gz");
  private static final Path SYMBOLS = Path.of("/proc/kallsyms");

  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");
  private static final Pattern SETTING = Pattern.compile("(CONFIG_\\w+)=(.*)");

  private final TypeFiles files;
  private @Nullable Map<String, String> config;
  private @Nullable Map<String, Long> symbols;

  private RunningKernel(TypeFiles files) {
    this.files = files;
  }

  /** With its own types, where it shows them. */
  public static RunningKernel withItsTypes() throws InputException {
    return new RunningKernel(TypeFiles.ofRunningKernel());
  }

  /**
   * With the types in {@code file}, which must be there: BTF, or an ELF file with a section of it.
   */
  public static RunningKernel withTypesOf(Path file) {
    return withTypesOf(file, List.of());
  }

  /** The same with modules, whose types go on from those in {@code file}. */
  public static RunningKernel withTypesOf(Path file, List<Path> modules) {
    return new RunningKernel(TypeFiles.of(file, modules));
  }

  /**
   * With types that were read already.
   *
   * @param bytes BTF, or an ELF file with a section of it
   * @param name for messages
   * @throws InputException if they are neither
   */
  public static RunningKernel withTypesOf(byte[] bytes, String name) throws InputException {
    return new RunningKernel(TypeFiles.of(TypeFile.parse(bytes, name, Btf.empty())));
  }

  @Override
  public Optional<Btf> types() throws InputException {
    return files.kernel();
  }

  @Override
  public List<Btf> modules() throws InputException {
    return files.modules();
  }

  @Override
  public int version() {
    Matcher release = RELEASE.matcher(System.getProperty("os.version", ""));
    if (!release.matches()) {
      return new UnknownKernel().version();
    }
    String patch = release.group(3);
    return KernelFacts.versionCode(
        Integer.parseInt(release.group(1)),
        Integer.parseInt(release.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  @Override
  public Map<String, String> config() throws InputException {
    if (config == null) {
      try {
        config = readConfig();
      } catch (IOException e) {
        throw TypeFiles.unreadable(CONFIG);
      }
    }
    return config;
  }

  private static Map<String, String> readConfig() throws IOException {
    Map<String, String> settings = new HashMap<>();
    if (!Files.isReadable(CONFIG)) {
      return settings;
    }
    try (var in = new GZIPInputStream(Files.newInputStream(CONFIG));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher setting = SETTING.matcher(line);
        if (setting.matches()) {
          settings.put(setting.group(1), setting.group(2));
        }
      }
    }
    return settings;
  }

  @Override
  public OptionalLong symbol(String name) throws InputException {
    if (symbols == null) {
      try {
        symbols = readSymbols();
      } catch (IOException e) {
        throw TypeFiles.unreadable(SYMBOLS);
      }
    }
    Long address = symbols.get(name);
    return address == null ? OptionalLong.empty() : OptionalLong.of(address);
  }

  private static Map<String, Long> readSymbols() throws IOException {
    Map<String, Long> symbols = new HashMap<>();
    if (Files.isReadable(SYMBOLS)) {
      for (String line : Files.readAllLines(SYMBOLS)) {
        String[] words = line.split("\\s+", -1); // address, kind, name
        symbols.putIfAbsent(words[2], Long.parseUnsignedLong(words[0], 16));
      }
    }
    return symbols;
  }
}
