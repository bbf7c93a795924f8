package io.tidegate.codec.release;

import java.util.List;

/**
 * What a gateway has confirmed of one name.
 *
 * @param present counter in force
 * @param highest counter that was ever confirmed
 * @param floor highest {@link Manifest#minCounter} that was ever confirmed
 * @param requires what the release in force needs of others
 */
public record Confirmed(long present, long highest, long floor, List<ReleaseRange> requires) {
  public Confirmed {
    requires = List.copyOf(requires);
  }

  /** A release without demands, the highest so far. */
  public static Confirmed of(long counter) {
    return new Confirmed(counter, counter, 0, List.of());
  }

  /** After a release has been confirmed on top of it. */
  public Confirmed then(Manifest next) {
    return new Confirmed(
        next.counter(),
        Math.max(highest, next.counter()),
        Math.max(floor, next.minCounter()),
        next.requires().releases());
  }
}
