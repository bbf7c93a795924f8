package io.tidegate.charging.secc;

import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.charging.secc.UnitSettings.Access;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The site's and the operators' way to our own EVSEs. Any thread, never blocks. */
final class StationDesk implements Actuator, StationCommands {
  private static final Logger LOG = LoggerFactory.getLogger(StationDesk.class);

  private final Floor floor;
  private final Tokens tokens;

  StationDesk(Floor floor, Tokens tokens) {
    this.floor = floor;
    this.tokens = tokens;
  }

  @Override
  public void apply(List<Clearance> setpoints) {
    for (Clearance clearance : setpoints) {
      Optional<Unit> unit = floor.unit(clearance.setpoint().evse());
      if (unit.isPresent()) {
        unit.get().give(clearance);
      } else {
        floor.absent(clearance.setpoint());
      }
    }
  }

  /** The next vehicle that asks within a minute, or the one that waits, may charge. */
  @Override
  public CompletionStage<Reply> start(EvseId evse, String idToken) {
    Optional<Unit> unit = floor.unit(evse);
    if (unit.isEmpty()) {
      return CompletableFuture.completedStage(Reply.NOT_SENT);
    }
    CompletionStage<Boolean> may =
        unit.get().settings().access() == Access.TOKENS
            ? tokens.may(unit.get().spec(), idToken, "")
            : CompletableFuture.completedStage(true);
    return may.handle(
        (known, failure) -> {
          if (failure != null || !known) {
            LOG.info("EVSE {}: a start is refused, the token may not charge here", evse);
            return Reply.REJECTED;
          }
          unit.get().command(List.of(new Command.Let(idToken)));
          return Reply.ACCEPTED;
        });
  }

  @Override
  public CompletionStage<Reply> stop(EvseId evse) {
    Optional<Unit> unit =
        floor
            .unit(evse)
            .filter(u -> !u.state().session.isEmpty() || !u.state().transaction.isEmpty());
    unit.ifPresent(u -> u.command(List.of(new Command.Dismiss())));
    return CompletableFuture.completedStage(unit.isPresent() ? Reply.ACCEPTED : Reply.NOT_SENT);
  }

  @Override
  public boolean reaches(StationId station) {
    return floor.stations().contains(station);
  }

  /** Start and stop in the words of OCPP 2.x, as operators' tools say them; nothing else. */
  @Override
  public CompletionStage<Told> call(StationId station, String action, String payload) {
    boolean starts = action.equals("RequestStartTransaction");
    if (!starts && !action.equals("RequestStopTransaction")) {
      return told(
          Fate.NOT_SENT,
          "station " + station + " is the gateway's own: it knows only start and stop of sessions");
    }
    Optional<Request> request = Request.read(payload);
    if (request.isEmpty() || (starts && request.get().token().isEmpty())) {
      return told(Fate.MALFORMED, action + " lacks what it needs, or is no JSON object");
    }
    Optional<Unit> unit =
        floor.units().stream()
            .filter(u -> u.spec().filter(e -> e.station().equals(station)).isPresent())
            .filter(u -> starts ? at(u, request.get().evse()) : runs(u, request.get()))
            .findFirst();
    if (unit.isEmpty()) {
      return told(Fate.ANSWERED, status(Reply.REJECTED));
    }
    EvseId evse = unit.get().id();
    return (starts ? start(evse, request.get().token()) : stop(evse))
        .thenApply(reply -> new Told(Fate.ANSWERED, status(reply)));
  }

  /** Without a number: the station's first. */
  private static boolean at(Unit unit, int evse) {
    return evse == 0 || unit.spec().filter(e -> e.number() == evse).isPresent();
  }

  private static boolean runs(Unit unit, Request request) {
    return !request.transaction().isEmpty()
        && unit.state().transaction.equals(request.transaction());
  }

  private static String status(Reply reply) {
    return reply == Reply.ACCEPTED ? "{\"status\":\"Accepted\"}" : "{\"status\":\"Rejected\"}";
  }

  private static CompletionStage<Told> told(Fate fate, String text) {
    return CompletableFuture.completedStage(new Told(fate, text));
  }
}
