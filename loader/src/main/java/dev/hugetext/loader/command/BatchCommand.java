package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ErrorReport;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code batch}: JSON Lines in, JSON Lines out, each request on a fresh machine. */
final class BatchCommand implements Command {
  @Override
  public String name() {
    return "batch";
  }

  @Override
  public String summary() {
    return "answer requests, one JSON object a line on standard input";
  }

  @Override
  public String synopsis() {
    return "batch";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "echo '{\"op\":\"run\",\"insns\":\"b7000000010000009500000000000000\","
            + "\"data_in\":\"0000000000000000000000000000\"}' | hugetext batch");
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("batch takes no operand; it reads standard input");
    }
    var in = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    for (String text = in.readLine(); text != null; text = in.readLine()) {
      if (!text.isBlank()) {
        answer(text, console);
        console.out().flush();
      }
    }
    return ExitStatus.DONE;
  }

  private static void answer(String text, Console console) throws IOException {
    var reader = new BatchReader(text);
    BatchAnswer answer;
    try {
      answer = BatchRun.answer(reader.read());
    } catch (JacksonException malformed) {
      answer = BatchAnswer.error(RequestJson.problem(malformed));
    } catch (IOException unusable) {
      answer = BatchAnswer.error(ErrorReport.message(unusable));
    } catch (UsageException | IllegalArgumentException unusable) {
      answer = BatchAnswer.error(String.valueOf(unusable.getMessage()));
    }
    BatchAnswer written = answer;
    console.printJson(json -> write(json, reader.id(), written));
  }

  private static void write(JsonGenerator json, String id, BatchAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeFieldName("id");
    json.writeRawValue(id);
    answer.write(json);
    json.writeEndObject();
  }
}
