package dev.hugetext.loader.helper;

/**
 * The task on whose behalf programs run: there is one, and it runs as root.
 *
 * @param address of its {@code struct task_struct}
 * @param pid its thread id
 * @param tgid its process id
 * @param uid user
 * @param gid group
 * @param comm its name, at most 15 characters
 */
public record Task(long address, int pid, int tgid, int uid, int gid, String comm) {
  /** Room for a name and its zero. */
  static final int COMM_BYTES = 16;

  public Task {
    if (comm.length() >= COMM_BYTES) {
      throw new IllegalArgumentException("a name of %d characters".formatted(comm.length()));
    }
  }

  /** The one that test-runs programs, with its structure at {@code address}. */
  public static Task testRunner(long address) {
    return new Task(address, 2, 2, 0, 0, "hugetext");
  }
}
