package io.tidegate.api.control;

import io.tidegate.api.quantity.StationId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Knows more of id tokens than the dialects' own file: a local list, reservations. A service; the
 * dialects ask before they answer a station. Any thread, never blocks.
 */
public interface TokenBook {

  /**
   * What a token may do.
   *
   * @param evse number within the station; 0 while nobody knows where
   * @param type as the station says, e.g. {@code ISO14443}; empty on a version without types
   * @param reservation that the station names with it
   * @return empty when this book knows nothing against it and nothing for it
   */
  Optional<Standing> standing(
      StationId station, int evse, String token, String type, OptionalInt reservation);

  /** A transaction has begun on this reservation: it is used up. */
  void used(StationId station, int reservation);

  /**
   * What a token may do, and with whom.
   *
   * @param group token of the group that it belongs to
   */
  record Standing(Verdict verdict, Optional<String> group) {
    public Standing {
      Objects.requireNonNull(verdict);
      Objects.requireNonNull(group);
    }
  }

  /** In the words of OCPP. */
  enum Verdict {
    ACCEPTED,
    BLOCKED,
    EXPIRED,
    INVALID,
    /** Good, and not here and now: the EVSE is reserved for another. */
    NOT_AT_THIS_TIME
  }
}
