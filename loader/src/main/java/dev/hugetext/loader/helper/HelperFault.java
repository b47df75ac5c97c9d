package dev.hugetext.loader.helper;

import java.io.Serial;

/** A helper was handed what no accepted program hands it; ends the run of the program. */
public final class HelperFault extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public HelperFault(String what) {
    super(what, null, false, false);
  }
}
