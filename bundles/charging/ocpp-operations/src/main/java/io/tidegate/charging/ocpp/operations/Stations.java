package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.control.StationCommands;
import io.tidegate.api.control.StationCommands.Told;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stations that can be spoken to, each through the dialect that reaches it. Thread-safe. */
final class Stations {
  private static final Logger LOG = LoggerFactory.getLogger(Stations.class);
  private static final long LONGEST_SECONDS = 25;

  private final List<Dialect> dialects = new CopyOnWriteArrayList<>();

  /**
   * A dialect.
   *
   * @param version its subprotocol, e.g. {@code ocpp2.0.1}
   */
  record Dialect(StationCommands commands, String version) {
    /** Whether the version is one of the 1.x. */
    boolean old() {
      return version.startsWith("ocpp1");
    }
  }

  void bind(StationCommands commands, String version) {
    dialects.add(new Dialect(commands, version));
  }

  void unbind(StationCommands commands) {
    dialects.removeIf(d -> d.commands() == commands);
  }

  static StationId id(String text) {
    try {
      return new StationId(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(404, "NOT_FOUND", "There is no station of this name.");
    }
  }

  /** The dialect of a station that is connected and accepted. */
  Dialect dialect(StationId station) {
    return dialects.stream()
        .filter(d -> d.commands().reaches(station))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(409, "STATION_OFFLINE", "The station is not connected and accepted."));
  }

  /**
   * Asks a station and waits for its answer, 25 s at most.
   *
   * @throws Refusal when there is none
   */
  Json ask(StationId station, String action, String payload) {
    Told told = tell(station, action, payload);
    LOG.info("ocpp: an operator's {} to station {}: {}", action, station, told.fate());
    return switch (told.fate()) {
      case ANSWERED -> answer(told.text());
      case MALFORMED -> throw new Refusal(422, "OCPP_RULE_BROKEN", told.text());
      case FORBIDDEN -> throw new Refusal(403, "MOVES_POWER", told.text());
      case DECLINED -> throw new Refusal(502, "STATION_DECLINED", told.text());
      case NOT_SENT -> throw new Refusal(409, "NOT_SENT", told.text());
      case UNKNOWN -> throw silent();
    };
  }

  private Told tell(StationId station, String action, String payload) {
    try {
      return dialect(station)
          .commands()
          .call(station, action, payload)
          .toCompletableFuture()
          .get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "UNAVAILABLE", "The gateway is stopping.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a dialect failed with a request", e.getCause());
    } catch (TimeoutException e) {
      throw silent();
    }
  }

  private static Refusal silent() {
    return new Refusal(504, "STATION_SILENT", "The station has not answered in time.");
  }

  private static Json answer(String text) {
    try {
      return Json.read(text);
    } catch (IOException e) {
      throw silent();
    }
  }

  /** For a station's answer whose status is not what was hoped for. */
  static Refusal declined(Json answer) {
    String status = answer.text("status").orElse("no status");
    String reason = answer.child("statusInfo").text("reasonCode").map(r -> ", " + r).orElse("");
    return new Refusal(
        502, "STATION_DECLINED", "The station answers " + printable(status + reason) + ".");
  }

  /** A station's own text in one line. */
  static String printable(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 120 ? plain.substring(0, 120) : plain;
  }
}
