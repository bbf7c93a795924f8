package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.quantity.StationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Who is charging at a station, as the control loop sees it. Thread-safe. */
final class Sessions {
  private final Supplier<Optional<SiteView>> view;
  private final InstantSource time;

  Sessions(Supplier<Optional<SiteView>> view, InstantSource time) {
    this.view = view;
    this.time = time;
  }

  /**
   * Nothing that stops a station while a vehicle is connected.
   *
   * @throws Refusal while one is, or while nobody knows
   */
  void refuseBusy(StationId station) {
    for (EvseState state : evses(station)) {
      if (state.session().isPresent()) {
        throw new Refusal(
            409,
            "SESSION_ACTIVE",
            "The station has a session; wait for its end, or say force: true.");
      }
    }
  }

  /**
   * Nothing that stops a station while a vehicle is, or may be, giving power.
   *
   * @throws Refusal while one is, or while nobody knows
   */
  void refuseDischarging(StationId station) {
    Instant now = time.instant();
    for (EvseState state : evses(station)) {
      Commitment sent = state.commitment();
      boolean accepted = sent.acceptedW() < 0 && now.isBefore(sent.acceptedUntil());
      boolean pending = sent.pendingMinW() < 0 && now.isBefore(sent.pendingUntil());
      if (accepted || pending) {
        throw new Refusal(
            409,
            "DISCHARGING",
            "A vehicle is told to discharge; end that first, or reset when it is idle.");
      }
    }
  }

  /**
   * The station's id of the transaction at an EVSE.
   *
   * @throws Refusal when there is none
   */
  String transaction(StationId station, int number) {
    DecisionView latest = latest();
    for (EvseState state : evses(station)) {
      if (latest.picture().model().evses().get(state.index()).number() == number
          && state.session().isPresent()) {
        return state.session().get().transaction();
      }
    }
    throw new Refusal(409, "NO_TRANSACTION", "There is no transaction at this EVSE.");
  }

  private DecisionView latest() {
    return view.get()
        .flatMap(SiteView::latest)
        .orElseThrow(
            () ->
                new Refusal(503, "UNAVAILABLE", "The control loop does not say who is charging."));
  }

  private List<EvseState> evses(StationId station) {
    DecisionView latest = latest();
    return latest.picture().evses().stream()
        .filter(s -> latest.picture().model().evses().get(s.index()).station().equals(station))
        .toList();
  }
}
