package dev.hugetext.loader.kernel;

/** Names of maps and programs, which are for people. */
public final class ObjectName {
  private ObjectName() {}

  /** The name with a line in the place of each character that the kernel refuses. */
  public static String allowed(String name) {
    return name.replaceAll("[^A-Za-z0-9_.]", "_");
  }
}
