package dev.hugetext.bpf.proto;

import java.util.stream.Collectors;

/** The page about helpers, made of their table. */
final class HelpersPage {
  private static final String HEAD =
      """
      # The helper functions

      Made from the table `HelperTable`; do not edit. Renew: run the tests of `jit` with `-Dgolden.update=true`.

      Linux 6.18.44 with all privileges: which program types may call which helper, and which helpers need a GPL-compatible licence, was measured
      (`src/test/scripts/helpers.py`). Types that could not be loaded there (`lirc_mode2 tracing struct_ops ext lsm`) are only counted under "all".
      A helper without types was refused to all. After a call of a helper marked "packet", pointers into the packet are worthless.

      Arguments: `any` a number or pointer, `map` a map, `key`/`value` memory of the map's key/value size, `mem` readable memory and `umem` memory
      that is filled, each followed by its `size`; `fixed`/`ufixed` the same with a fixed size; `u...` what the helper fills; a question mark allows null or zero.

      | id | name | arguments | result | GPL | packet | program types |
      |---|---|---|---|---|---|---|
      """;

  private HelpersPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(HEAD);
    for (HelperTable helper : HelperTable.values()) {
      page.append(
          "| %d | `%s` | %s | %s | %s | %s | %s |\n"
              .formatted(
                  helper.id(),
                  helper.text(),
                  helper.arguments().stream()
                      .map(ArgKind::notation)
                      .collect(Collectors.joining(", ")),
                  helper.returns().notation(),
                  helper.gplOnly() ? "GPL" : "",
                  helper.changesPacketData() ? "packet" : "",
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
}
