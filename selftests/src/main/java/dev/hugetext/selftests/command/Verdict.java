package dev.hugetext.selftests.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * What became of one law of a suite.
 *
 * @param law what it says
 * @param finding how often it was checked, or why it could not be
 * @param failures where it did not hold, with what repeats it
 * @param skipped whether it was not checked
 */
record Verdict(String law, String finding, List<String> failures, boolean skipped) {
  Verdict {
    failures = List.copyOf(failures);
    if (skipped && !failures.isEmpty()) {
      throw new IllegalArgumentException("not checked, and yet failed: " + law);
    }
  }

  static Verdict of(String law, String finding, List<String> failures) {
    return new Verdict(law, finding, failures, false);
  }

  static Verdict skip(String law, String reason) {
    return new Verdict(law, reason, List.of(), true);
  }

  /** Whether nothing spoke against it. */
  boolean holds() {
    return failures.isEmpty();
  }

  void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("law", law);
    json.writeBooleanField("holds", holds());
    json.writeBooleanField("skipped", skipped);
    json.writeStringField("finding", finding);
    Verdicts.writeStrings(json, "failures", failures);
    json.writeEndObject();
  }
}
