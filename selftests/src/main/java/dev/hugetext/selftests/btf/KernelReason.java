package dev.hugetext.selftests.btf;

import dev.hugetext.loader.kernel.Outcome;
import java.util.regex.Pattern;

/** Why the running Linux refused BTF: its last words, without what they are about. */
final class KernelReason {
  /** What a reason begins with; before it stands what it is about, which may be anything. */
  private static final Pattern SUBJECT =
      Pattern.compile(
          "^.*?(?=\\b(?:Array|Invalid|Linkage|Loop|Member|Not|Section|Unsupported)\\b"
              + "|(?:size|type|vlen) [!=]=)");

  private static final Pattern NUMBER = Pattern.compile("\\b[0-9a-f]*\\d[0-9a-f]*\\b|:[0-9a-f]+$");

  private KernelReason() {}

  static String of(Outcome.Refused<?> refusal) {
    String last =
        refusal.log().lines().filter(line -> !line.isBlank()).reduce("", (first, next) -> next);
    String reason = SUBJECT.matcher(last).replaceFirst("");
    String general = NUMBER.matcher(reason.isEmpty() ? last : reason).replaceAll("N");
    return refusal.errnoName() + " " + general;
  }
}
