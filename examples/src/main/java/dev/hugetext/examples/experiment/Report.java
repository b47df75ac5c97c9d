package dev.hugetext.examples.experiment;

import java.util.ArrayList;
import java.util.List;

/** What an experiment found: rows under headings, and laws that did not hold. */
final class Report {
  private final List<String> notes = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  /**
   * Rows that belong together.
   *
   * @param title what they have in common
   * @param columns what is printed of them
   * @param rows in the order in which they were measured
   * @param remarks lines that follow
   */
  record Section(
      String title, List<Column> columns, List<ExperimentRow> rows, List<String> remarks) {}

  /** A line at the top: what is held constant, the model, what was done. */
  void note(String line) {
    notes.add(line);
  }

  /** A new section, with the columns that all have and these. */
  Section section(String title, List<Column> own) {
    Section section = new Section(title, Column.of(own), new ArrayList<>(), new ArrayList<>());
    sections.add(section);
    return section;
  }

  /** Adds laws that did not hold. */
  void addBroken(List<String> laws) {
    broken.addAll(laws);
  }

  List<String> broken() {
    return broken;
  }

  List<ExperimentRow> rows() {
    return sections.stream().flatMap(section -> section.rows().stream()).toList();
  }

  /**
   * All of it for people.
   *
   * @param name stands in front of each note
   */
  String text(String name) {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append(name).append(": ").append(note).append('\n'));
    for (Section section : sections) {
      text.append('\n').append(section.title()).append('\n');
      text.append(Table.text(section.columns(), section.rows()));
      section.remarks().forEach(remark -> text.append(remark).append('\n'));
    }
    text.append('\n');
    broken.forEach(law -> text.append("BROKEN: ").append(law).append('\n'));
    return text.append(broken.isEmpty() ? "all laws hold\n" : "laws are broken\n").toString();
  }
}
