package io.tidegate.charging.ocpp.upstream;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a management system may do with stations; {@code actions.table} says by which actions. */
enum Right {
  READ,
  START,
  STOP,
  PROFILES,
  AVAILABILITY,
  RESET,
  CONFIGURE,
  AUTHORISE,
  RESERVE,
  DISPLAY,
  TARIFFS,
  FIRMWARE,
  DIAGNOSE,
  CERTIFICATES,
  SWAP,
  DATA,
  /** Actions that no version of OCPP names. */
  UNKNOWN,
  /** Nobody's but the gateway's; cannot be given. */
  GATEWAY;

  /**
   * What one may when nothing else is said: nothing that outlives the day or that nobody can read.
   */
  static final Set<Right> USUAL =
      Set.copyOf(EnumSet.of(READ, START, STOP, PROFILES, AVAILABILITY, RESERVE, DISPLAY, TARIFFS));

  private static final Map<String, Right> BY_ACTION =
      ActionTable.read("actions.table", word -> Right.valueOf(word.toUpperCase(Locale.ROOT)));

  /** The right that an action needs. */
  static Right of(String action) {
    return BY_ACTION.getOrDefault(action, UNKNOWN);
  }

  /** By the name that the configuration uses. */
  static Optional<Right> named(String word) {
    return Arrays.stream(values())
        .filter(r -> r != GATEWAY && r.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
