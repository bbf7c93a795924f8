package io.tidegate.admin.updates.store;

import java.util.Locale;

/** How a bundle is replaced; its header {@code Tidegate-Update} says it, and the release does. */
public enum Kind {
  /** The new one starts beside the old one, which is then stopped. */
  BLUE_GREEN,
  /** The old one is stopped, then the new one starts: in a quiet window. */
  IN_PLACE,
  /** The container is started anew: in a quiet window. */
  RESTART;

  /** As manifests spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException when it is none of them
   */
  public static Kind of(String text) {
    for (Kind kind : values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(text + " is none of blue-green, in-place, restart");
  }
}
