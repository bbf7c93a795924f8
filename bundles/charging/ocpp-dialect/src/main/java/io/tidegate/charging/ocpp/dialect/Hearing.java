package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.quantity.StationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the engine knows of a station that speaks, for a language that must complete what an older
 * version leaves unsaid.
 *
 * @param running transactions in progress, as this connection knows them
 * @param clock how far the station's clock is ahead of ours; empty while that is not known
 */
public record Hearing(StationId station, List<Running> running, Optional<Duration> clock) {
  public Hearing {
    running = List.copyOf(running);
  }

  /**
   * A transaction in progress.
   *
   * @param evse number of the EVSE within the station
   * @param transaction the station's id of it
   * @param lastSequence highest seqNo taken; −1 when none is known
   */
  public record Running(int evse, String transaction, int lastSequence) {}

  public Optional<Running> at(int evse) {
    return running.stream().filter(r -> r.evse() == evse).findFirst();
  }

  public Optional<Running> of(String transaction) {
    return running.stream().filter(r -> r.transaction().equals(transaction)).findFirst();
  }

  static Hearing of(Line line) {
    return new Hearing(
        line.station(),
        line.state().evses().stream()
            .filter(EvseEntry::charging)
            .map(e -> new Running(e.number(), e.transaction(), e.lastSequence()))
            .toList(),
        clock(line.state().clock()));
  }

  private static Optional<Duration> clock(ClockOffset clock) {
    return clock.settled() && clock.plausible()
        ? Optional.of(Duration.ofMillis(clock.millis()))
        : Optional.empty();
  }
}
