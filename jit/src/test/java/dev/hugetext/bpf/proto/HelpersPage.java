package dev.hugetext.bpf.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The page about helpers, made of their table. */
final class HelpersPage {
  private static final String HEAD =
      """
      # The helper functions

      Made from the table `HelperTable`; do not edit. Renew: run the tests of `jit` with `-Dgolden.update=true`.

      Linux 6.18.44 with all privileges: which program types may call which helper, and which helpers need a GPL-compatible licence, was measured
      (`src/test/scripts/helpers.py`). Types that could not be loaded there (`lirc_mode2 tracing struct_ops ext lsm`) are only counted under "all".
      A helper without types was refused to all. Notes: "GPL" only for programs under such a licence; "moves" pointers into the packet are worthless after
      the call; "takes packet" its memory may lie in the packet; "sleeps" only for programs that may; "acquires" its result must be given back; "casts" its
      result is what its argument points to.

      Arguments: `any` a number or pointer, `map` a map, `key`/`value` memory of the map's key/value size, `mem` readable memory and `umem` memory
      that is filled, each followed by its `size`; `fixed:N`/`ufixed:N` the same of N bytes; `u...` what the helper fills; a question mark allows null or zero.

      | id | name | arguments | result | notes | program types |
      |---|---|---|---|---|---|
      """;

  private HelpersPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(HEAD);
    for (HelperTable helper : HelperTable.values()) {
      page.append(
          "| %d | `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  helper.id(),
                  helper.text(),
                  arguments(helper),
                  helper.returns().notation(),
                  notes(helper),
                  types(helper)));
    }
    return page.toString();
  }

  private static String types(HelperTable helper) {
    boolean all = helper.types().size() == ProgramType.values().length - 1;
    return all
        ? "all"
        : helper.types().stream().map(ProgramType::text).collect(Collectors.joining(" "));
  }

  private static String arguments(HelperTable helper) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < helper.arguments().size(); i++) {
      String size = helper.fixedSize(i) == 0 ? "" : ":" + helper.fixedSize(i);
      words.add(helper.arguments().get(i).notation() + size);
    }
    return String.join(", ", words);
  }

  private static String notes(HelperTable helper) {
    List<String> notes = new ArrayList<>();
    note(notes, helper.gplOnly(), "GPL");
    note(notes, helper.changesPacketData(), "moves");
    note(notes, helper.takesPackets(), "takes packet");
    note(notes, helper.maySleep(), "sleeps");
    note(notes, helper.acquires(), "acquires");
    note(notes, helper.casts(), "casts");
    return String.join(", ", notes);
  }

  private static void note(List<String> notes, boolean applies, String note) {
    if (applies) {
      notes.add(note);
    }
  }
}
