package dev.hugetext.loader.cli;

/** How results are printed: bpftool's choice of text, {@code -j} and {@code -p}. */
public enum JsonMode {
  NONE,
  COMPACT,
  PRETTY
}
