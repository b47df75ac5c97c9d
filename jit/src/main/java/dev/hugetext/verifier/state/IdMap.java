package dev.hugetext.verifier.state;

/**
 * A one-to-one relation between the ids of two states, built up while they are compared.
 *
 * <p>Ids are only names: what matters is that values equal in one state are equal in the other.
 */
final class IdMap {
  private static final int TEMPORARY = 1 << 30;

  private int[] olds = new int[16];
  private int[] news = new int[16];
  private int size;
  private int temporaries;

  void clear() {
    size = 0;
    temporaries = TEMPORARY;
  }

  /** Whether both have no id, or ids that go together. */
  boolean agree(int oldId, int newId) {
    if (oldId == 0 || newId == 0) {
      return oldId == newId;
    }
    for (int i = 0; i < size; i++) {
      if (olds[i] == oldId || news[i] == newId) {
        return olds[i] == oldId && news[i] == newId;
      }
    }
    add(oldId, newId);
    return true;
  }

  /** As {@link #agree}, but no new id means an id that nothing else has. */
  boolean agreeOnScalars(int oldId, int newId) {
    return agree(oldId, newId != 0 ? newId : ++temporaries);
  }

  private void add(int oldId, int newId) {
    if (size == olds.length) {
      olds = java.util.Arrays.copyOf(olds, 2 * size);
      news = java.util.Arrays.copyOf(news, 2 * size);
    }
    olds[size] = oldId;
    news[size++] = newId;
  }
}
