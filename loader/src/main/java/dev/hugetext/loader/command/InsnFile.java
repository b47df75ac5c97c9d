package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JacksonException;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** A program as bare instructions in a file: binary, or hexadecimal with any white space. */
final class InsnFile {
  /** Bytes of a file with the longest program, in digits that have much space around them. */
  private static final int LIMIT = 1 << 26;

  /** What the program is called. */
  private static final String NAME = "insns";

  private InsnFile() {}

  /** The program that {@code --insns}, {@code --type} and {@code --maps} describe. */
  static ChosenProgram read(CommandLine line, Console console) throws IOException {
    String file = line.getOptionValue("insns");
    ProgramType type =
        ObjectFlags.type(line)
            .orElseThrow(() -> new UsageException("option --insns needs --type T, e.g. xdp"));
    byte[] bytes = ByteFile.read(file, console, LIMIT, "a program of at most that");
    if (bytes.length > 0 && isText(bytes)) {
      bytes = fromHex(file, new String(bytes, StandardCharsets.US_ASCII));
    }
    if (bytes.length == 0 || bytes.length % RawInsn.BYTES != 0) {
      throw InputException.ofWhole(
          file, bytes.length + " bytes", "a positive multiple of " + RawInsn.BYTES);
    }
    List<RawInsn> insns = RawInsn.parse(bytes);
    List<MapRequest> maps = maps(line);
    var program =
        new BpfProgram(
            NAME,
            type,
            null,
            0,
            "GPL",
            insns,
            maps.stream().map(MapRequest::def).toList(),
            List.of(new FuncInfo(NAME, 0)),
            List.of());
    try {
      return ChosenProgram.bare(program, List.of(program), maps);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("option --maps: " + wrong.getMessage());
    }
  }

  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (Character.digit(b, 16) < 0 && !Character.isWhitespace(b)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] fromHex(String file, String text) throws InputException {
    try {
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException odd) {
      throw InputException.ofWhole(
          file, "an odd number of hexadecimal digits", "two for each byte");
    }
  }

  private static List<MapRequest> maps(CommandLine line) throws IOException {
    String text = line.getOptionValue("maps");
    if (text == null) {
      return List.of();
    }
    try {
      var json = new RequestJson(text);
      json.begin();
      List<MapRequest> maps = MapListReader.read(json);
      if (!json.isAtEnd()) {
        throw new UsageException("option --maps: one list, and nothing behind it");
      }
      return maps;
    } catch (JacksonException malformed) {
      throw new UsageException("option --maps: " + RequestJson.problem(malformed));
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("option --maps: " + wrong.getMessage());
    }
  }
}
