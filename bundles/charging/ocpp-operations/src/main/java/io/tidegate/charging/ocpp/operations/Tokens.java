package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.control.TokenBook.Standing;
import io.tidegate.api.control.TokenBook.Verdict;
import io.tidegate.api.quantity.StationId;
import java.time.InstantSource;
import java.util.Optional;

/** What tokens may do by the local list and by reservations. Thread-safe, never blocks. */
final class Tokens {
  private final LocalLists lists;
  private final Reservations reservations;
  private final InstantSource time;

  Tokens(LocalLists lists, Reservations reservations, InstantSource time) {
    this.lists = lists;
    this.reservations = reservations;
    this.time = time;
  }

  Optional<Standing> standing(StationId station, int evse, String token) {
    Optional<Standing> listed = lists.list().of(token).map(entry -> entry.standing(time.instant()));
    String group = listed.flatMap(Standing::group).orElse("");
    boolean taken =
        evse > 0 && reservations.at(station, evse).filter(r -> !r.isFor(token, group)).isPresent();
    boolean good = listed.map(s -> s.verdict() == Verdict.ACCEPTED).orElse(true);
    return taken && good
        ? Optional.of(new Standing(Verdict.NOT_AT_THIS_TIME, Optional.empty()))
        : listed;
  }
}
