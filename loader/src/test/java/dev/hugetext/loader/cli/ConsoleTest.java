package dev.hugetext.loader.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static String printed(String... flags) {
    var command =
        new FakeCommand(
            "show",
            (_, console) -> {
              console.printJson(json -> {
                json.writeStartObject();
                json.writeNumberField("retval", 2);
                json.writeArrayFieldStart("maps");
                json.writeString("first");
                json.writeString("second");
                json.writeEndArray();
                json.writeArrayFieldStart("none");
                json.writeEndArray();
                json.writeEndObject();
              });
              return ExitStatus.DONE;
            });
    var line = new java.util.ArrayList<>(List.of("show"));
    line.addAll(List.of(flags));
    return Outcome.of(List.of(command), line.toArray(String[]::new)).out();
  }

  @Test
  void compactIsOneLine() {
    assertEquals("{\"retval\":2,\"maps\":[\"first\",\"second\"],\"none\":[]}\n", printed("-j"));
  }

  @Test
  void prettyIsIndentedByFour() {
    assertEquals(
        """
        {
            "retval": 2,
            "maps": [
                "first",
                "second"
            ],
            "none": []
        }
        """,
        printed("-p"));
  }
}
