package io.tidegate.admin.rest;

import io.tidegate.api.control.StationCommands;
import io.tidegate.api.control.StationCommands.Told;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any request of OCPP to a station, on an operator's word. */
final class StationEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(StationEndpoints.class);

  /** The dialect's own deadline ends before, as a rule: it is 5 s from sending. */
  private static final long LONGEST_SECONDS = 30;

  private final Backend backend;

  StationEndpoints(Backend backend) {
    this.backend = backend;
  }

  List<Router.Route> routes() {
    return List.of(
        new Router.Route("POST", "/api/v1/stations/{station}/ocpp/{action}", false, this::call));
  }

  private void call(Exchange exchange) throws IOException {
    int slash = exchange.variable().indexOf('/');
    StationId station = station(exchange.variable().substring(0, slash));
    String action = exchange.variable().substring(slash + 1);
    String payload = exchange.text();
    StationCommands dialect =
        backend.stations().stream()
            .filter(d -> d.reaches(station))
            .findFirst()
            .orElseThrow(
                () ->
                    new ApiException(
                        409, "STATION_OFFLINE", "The station is not connected and accepted."));
    Told told = await(dialect, station, action, payload);
    LOG.info("rest: an operator has sent {} to station {}: {}", action, station, told.fate());
    switch (told.fate()) {
      case ANSWERED ->
          exchange.json(
              200,
              json -> {
                json.writeStartObject();
                json.writeFieldName("answer");
                json.writeRawValue(told.text());
                json.writeEndObject();
              });
      case MALFORMED -> throw new ApiException(422, "OCPP_RULE_BROKEN", told.text());
      case FORBIDDEN -> throw new ApiException(403, "MOVES_POWER", told.text());
      case DECLINED -> throw new ApiException(502, "STATION_DECLINED", told.text());
      case NOT_SENT -> throw new ApiException(409, "NOT_SENT", told.text());
      case UNKNOWN -> throw new ApiException(504, "STATION_SILENT", told.text());
    }
  }

  private static StationId station(String text) {
    try {
      return new StationId(text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(404, "NOT_FOUND", "There is no station of this name.");
    }
  }

  private static Told await(
      StationCommands dialect, StationId station, String action, String payload) {
    try {
      return dialect
          .call(station, action, payload)
          .toCompletableFuture()
          .get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(503, "UNAVAILABLE", "The gateway is stopping.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a dialect failed with a request", e.getCause());
    } catch (TimeoutException e) {
      throw new ApiException(504, "STATION_SILENT", "The station has not answered within 30 s.");
    }
  }
}
