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

  private final Path typeFile;
  private final boolean isOwnFile;
  private @Nullable Btf types;
  private @Nullable Map<String, String> config;
  private @Nullable Map<String, Long> symbols;

  private RunningKernel(Path typeFile, boolean isOwnFile) {
    this.typeFile = typeFile;
    this.isOwnFile = isOwnFile;
  }

  /** With its own types, where it shows them. */
  public static RunningKernel withItsTypes() {
    return new RunningKernel(TypeFile.RUNNING_KERNEL, false);
  }

  /**
   * With the types in {@code file}, which must be there: BTF, or an ELF file with a section of it.
   */
  public static RunningKernel withTypesOf(Path file) {
    return new RunningKernel(file, true);
  }

  /**
   * With types that were read already.
   *
   * @param bytes BTF, or an ELF file with a section of it
   * @param name for messages
   * @throws InputException if they are neither
   */
  public static RunningKernel withTypesOf(byte[] bytes, String name) throws InputException {
    RunningKernel kernel = new RunningKernel(Path.of(name), true);
    kernel.types = TypeFile.parse(bytes, name, Btf.empty());
    return kernel;
  }

  @Override
  public Optional<Btf> types() throws InputException {
    if (types == null && (isOwnFile || Files.isReadable(typeFile))) {
      types = readTypes();
    }
    return Optional.ofNullable(types);
  }

  private Btf readTypes() throws InputException {
    try {
      return TypeFile.read(typeFile, Btf.empty());
    } catch (InputException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(typeFile);
    }
  }

  private static InputException unreadable(Path file) {
    return InputException.ofWhole(file.toString(), "cannot be read", "a file that can");
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
        throw unreadable(CONFIG);
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
        throw unreadable(SYMBOLS);
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
