package dev.hugetext.loader.command;

import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TextPlace;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run has to tell.
 *
 * @param places by function name, where its machine code lies; empty for engines without text
 * @param maps the maps after the run
 * @param trace what the program printed
 */
record RunReport(
    TestRunOutcome.Done result,
    Map<String, TextPlace> places,
    List<MapContents> maps,
    List<String> trace) {}
