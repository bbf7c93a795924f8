package io.tidegate.codec.release;

import java.util.Optional;

/** How a bundle is replaced; the bundle's header {@code Tidegate-Update} says the same word. */
public enum Swap {
  /** Started beside the old one, which is stopped once work has passed over. */
  BLUE_GREEN("blue-green"),
  /** Updated where it is; what it does pauses for a moment. */
  IN_PLACE("in-place"),
  /** With a restart of the container. */
  RESTART("restart");

  private final String word;

  Swap(String word) {
    this.word = word;
  }

  /** As in documents and headers. */
  public String word() {
    return word;
  }

  public static Optional<Swap> ofWord(String word) {
    for (Swap swap : values()) {
      if (swap.word.equals(word)) {
        return Optional.of(swap);
      }
    }
    return Optional.empty();
  }
}
