package dev.hugetext.selftests.execmem;

import dev.hugetext.execmem.TextUser;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Two models side by side: some users go to the first as long as they are not too large. */
final class UserModel implements PlaceModel {
  private final PlaceModel first;
  private final PlaceModel second;
  private final Predicate<TextUser> toFirst;
  private final long largest;
  private final Set<Long> inFirst = new HashSet<>();

  UserModel(PlaceModel first, PlaceModel second, Predicate<TextUser> toFirst, long largest) {
    this.first = first;
    this.second = second;
    this.toFirst = toFirst;
    this.largest = largest;
  }

  private PlaceModel of(TextUser user, long size) {
    return toFirst.test(user) && size <= largest ? first : second;
  }

  @Override
  public void allocated(TextUser user, long size, long align, long address) {
    PlaceModel model = of(user, size);
    model.allocated(user, size, align, address);
    if (model == first) {
      inFirst.add(address);
    }
  }

  @Override
  public void freed(long address) {
    if (inFirst.remove(address)) {
      first.freed(address);
    } else {
      second.freed(address);
    }
  }

  @Override
  public long capacity(TextUser user, long size) {
    return of(user, size).capacity(user, size);
  }

  @Override
  public void compare() {
    first.compare();
    second.compare();
  }
}
