package dev.hugetext.loader.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static String printed(JsonBody body, String... flags) {
    var command =
        new FakeCommand(
            "show",
            (_, console) -> {
              console.printJson(body);
              return ExitStatus.DONE;
            });
    var line = new ArrayList<>(List.of("show"));
    line.addAll(List.of(flags));
    return Outcome.of(List.of(command), line.toArray(String[]::new)).out();
  }

  private static void object(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("retval", 2);
    json.writeArrayFieldStart("maps");
    json.writeString("first");
    json.writeString("second");
    json.writeEndArray();
    json.writeArrayFieldStart("none");
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void element(JsonGenerator json) throws IOException {
    json.writeStartArray();
    json.writeStartObject();
    json.writeArrayFieldStart("key");
    json.writeString("0x01");
    json.writeString("0x00");
    json.writeEndArray();
    json.writeArrayFieldStart("values");
    for (int cpu = 0; cpu < 2; cpu++) {
      json.writeStartObject();
      json.writeNumberField("cpu", cpu);
      json.writeArrayFieldStart("value");
      json.writeString("0x41");
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  @Test
  void compactIsOneLine() {
    assertEquals(
        "{\"retval\":2,\"maps\":[\"first\",\"second\"],\"none\":[]}\n",
        printed(ConsoleTest::object, "-j"));
  }

  @Test
  void prettyHasALineForEachKey() {
    assertEquals(
        """
        {
            "retval": 2,
            "maps": ["first","second"
            ],
            "none": []
        }
        """,
        printed(ConsoleTest::object, "-p"));
  }

  /** As {@code bpftool -p map dump} of version 7.1 prints a per-CPU map of two CPUs. */
  @Test
  void prettyIsBpftools() {
    assertEquals(
        """
        [{
                "key": ["0x01","0x00"
                ],
                "values": [{
                        "cpu": 0,
                        "value": ["0x41"
                        ]
                    },{
                        "cpu": 1,
                        "value": ["0x41"
                        ]
                    }
                ]
            }
        ]
        """,
        printed(ConsoleTest::element, "-p"));
  }
}
