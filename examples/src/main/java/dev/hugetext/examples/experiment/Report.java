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
   * @param rows in the order in which they were measured
   * @param remarks lines that follow
   */
  record Section(String title, List<ExperimentRow> rows, List<String> remarks) {}

  /** A line at the top: seed, model, what was done. */
  void note(String line) {
    notes.add(line);
  }

  /** A new section. */
  Section section(String title) {
    Section section = new Section(title, new ArrayList<>(), new ArrayList<>());
    sections.add(section);
    return section;
  }

  /** Adds laws that did not hold. */
  void addBroken(List<String> laws) {
    broken.addAll(laws);
  }

  List<String> notes() {
    return notes;
  }

  List<Section> sections() {
    return sections;
  }

  List<String> broken() {
    return broken;
  }

  List<ExperimentRow> rows() {
    return sections.stream().flatMap(section -> section.rows().stream()).toList();
  }
}
