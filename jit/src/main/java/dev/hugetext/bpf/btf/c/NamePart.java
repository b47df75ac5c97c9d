package dev.hugetext.bpf.btf.c;

import java.util.List;

/** A name with what is around it so far; the type in front is still missing. */
final class NamePart {
  /** What was put around the name last. */
  private enum Outermost {
    NOTHING,
    ARRAY,
    OTHER
  }

  private final boolean named;
  private String text;

  /** Whether a space goes between a word and the text. */
  private boolean spaced;

  private Outermost outermost = Outermost.NOTHING;

  /**
   * @param name may be empty
   */
  NamePart(String name) {
    this.named = !name.isEmpty();
    this.text = name;
    this.spaced = named;
  }

  /** The text with what separates it from a word in front. */
  String behindWord() {
    return spaced ? " " + text : text;
  }

  /** A pointer with its own qualifiers. */
  void pointer(List<String> qualifiers) {
    String star = "*";
    for (String qualifier : qualifiers) {
      star += " " + qualifier;
    }
    become(star + (qualifiers.isEmpty() ? text : behindWord()), true, Outermost.OTHER);
  }

  /**
   * @param count of elements, unsigned
   */
  void array(int count) {
    String inner = outermost == Outermost.OTHER ? "(" + text + ")" : text;
    become(inner + "[" + Integer.toUnsignedString(count) + "]", named, Outermost.ARRAY);
  }

  /**
   * @param params with their parentheses
   */
  void function(String params) {
    if (outermost == Outermost.NOTHING) {
      become(text + params, named, Outermost.OTHER);
    } else {
      become(" (" + text + ")" + params, false, Outermost.OTHER);
    }
  }

  /**
   * @param attribute begins with its own space
   */
  void tag(String attribute) {
    become(attribute + behindWord(), false, Outermost.OTHER);
  }

  private void become(String newText, boolean newSpaced, Outermost newOutermost) {
    text = newText;
    spaced = newSpaced;
    outermost = newOutermost;
  }
}
