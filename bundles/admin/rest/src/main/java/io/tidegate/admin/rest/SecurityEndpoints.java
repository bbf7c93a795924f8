package io.tidegate.admin.rest;

import io.tidegate.api.connection.SecurityProfiles;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Security events, certificates in use, and the security profiles that stations came with. */
final class SecurityEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityEndpoints.class);
  private static final long DURABLE_SECONDS = 6;

  private final Backend backend;

  SecurityEndpoints(Backend backend) {
    this.backend = backend;
  }

  List<Router.Route> routes() {
    return List.of(
        Router.Route.get("/api/v1/security-events", this::events),
        Router.Route.get("/api/v1/certificates", this::certificates),
        new Router.Route("POST", "/api/v1/keys/reload", false, this::reload),
        Router.Route.get("/api/v1/security-profiles", this::profiles),
        new Router.Route("POST", "/api/v1/security-profiles/{station}/reset", false, this::reset));
  }

  private void events(Exchange exchange) throws IOException {
    SecurityLog log =
        backend.securityLog().orElseThrow(() -> ApiException.absent("The list of security events"));
    List<SecurityEvent> events = log.latest(exchange.parameter("limit", 100, 1, 1_000));
    exchange.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("events");
          for (SecurityEvent event : events) {
            json.writeStartObject();
            json.writeNumberField("number", event.number());
            json.writeStringField("type", event.type());
            json.writeStringField("station", event.station());
            json.writeStringField("remote", event.remote());
            json.writeStringField("detail", event.detail());
            Fields.instant(json, "first", event.first());
            Fields.instant(json, "last", event.last());
            json.writeNumberField("count", event.count());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private KeyRing ring() {
    return backend.keyRing().orElseThrow(() -> ApiException.absent("The key ring"));
  }

  private void certificates(Exchange exchange) throws IOException {
    List<KeyRing.Entry> entries = ring().certificates();
    exchange.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("certificates");
          for (KeyRing.Entry entry : entries) {
            json.writeStartObject();
            json.writeStringField("source", entry.source());
            json.writeBooleanField("trusted", entry.trusted());
            json.writeStringField("subject", entry.subject());
            json.writeStringField("issuer", entry.issuer());
            json.writeStringField("serialNumber", entry.serialNumber());
            Fields.instant(json, "notBefore", entry.notBefore());
            Fields.instant(json, "notAfter", entry.notAfter());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Within 2 s they are read; what is wrong with them is told by the health check. */
  private void reload(Exchange exchange) throws IOException {
    ring().reload();
    LOG.info("rest: an operator has asked for the keys to be read again");
    accepted(exchange);
  }

  private static void accepted(Exchange exchange) throws IOException {
    exchange.json(
        202,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("accepted", true);
          json.writeEndObject();
        });
  }

  private SecurityProfiles known() {
    return backend
        .securityProfiles()
        .orElseThrow(() -> ApiException.absent("The transport of stations"));
  }

  private void profiles(Exchange exchange) throws IOException {
    Map<StationId, Integer> highest = known().highest();
    exchange.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("stations");
          for (Map.Entry<StationId, Integer> each : highest.entrySet()) {
            json.writeStartObject();
            json.writeStringField("station", each.getKey().value());
            json.writeNumberField("highest", each.getValue());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void reset(Exchange exchange) throws IOException {
    StationId station;
    try {
      station = new StationId(exchange.variable());
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
    if (!known().highest().containsKey(station)) {
      throw unknown();
    }
    try {
      known().reset(station).toCompletableFuture().get(DURABLE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("rest: the security profile of {} could not be reset durably", station, e);
      throw new ApiException(
          503, "NOT_DURABLE", "The reset is in force but not durable; try again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.absent("The gateway");
    }
    accepted(exchange);
  }

  private static ApiException unknown() {
    return new ApiException(404, "NOT_FOUND", "No security profile is known of this station.");
  }
}
