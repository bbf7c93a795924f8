package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.PriorityClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What grid controllers send: commands and keep-alives (S1.8, S2.7, S2.8). */
final class CommandEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(CommandEndpoints.class);
  private static final Set<String> COMMAND_FIELDS =
      Set.of("id", "controller", "priority", "kind", "node", "powerW", "start", "end");
  private static final Set<TargetKind> KINDS =
      EnumSet.of(TargetKind.VEHICLE_POWER, TargetKind.IMPORT_LIMIT, TargetKind.EXPORT_LIMIT);

  private static final byte[] REHEARSED =
      """
      {"id": "rehearsal-1", "controller": "nobody", "priority": "contract",
       "kind": "vehicle-power", "node": "nowhere", "powerW": -1234.5,
       "start": "2026-01-01T00:00:00Z", "end": "2026-01-01T00:15:00Z"}"""
          .getBytes(StandardCharsets.UTF_8);

  /** A gigawatt: above any site, far below where a double loses watts. */
  private static final double MAX_W = 1e9;

  /** The desk answers within 5 s by its contract; this is for one that does not. */
  private static final long DESK_SECONDS = 6;

  private final Backend backend;
  private final CommandLatency latency;

  CommandEndpoints(Backend backend, CommandLatency latency) {
    this.backend = backend;
    this.latency = latency;
  }

  List<Router.Route> routes() {
    return List.of(
        new Router.Route("POST", "/api/v1/grid-commands", false, this::command),
        new Router.Route("POST", "/api/v1/keep-alive", false, this::keepAlive));
  }

  private void command(Exchange exchange) throws IOException {
    long arrived = System.nanoTime();
    GridCommand command = parse(exchange.body(COMMAND_FIELDS));
    GridCommandDesk desk =
        backend.desk().orElseThrow(() -> ApiException.absent("The control loop"));
    boolean first = latency.arrived(command.id().value(), arrived);
    CommandReceipt receipt = await(desk, command);
    if (receipt instanceof CommandReceipt.Refused refused) {
      latency.forget(command.id().value(), first);
      if (status(refused.code()) == 503) {
        exchange.response().setHeader("Retry-After", "1");
      }
      throw new ApiException(status(refused.code()), refused.code(), refused.sentence());
    }
    CommandReceipt.Accepted accepted = (CommandReceipt.Accepted) receipt;
    if (accepted.repeated()) {
      latency.forget(command.id().value(), first);
    } else {
      latency.accepted(System.nanoTime() - arrived);
    }
    exchange.json(202, json -> write(json, accepted));
  }

  private static void write(JsonGenerator json, CommandReceipt.Accepted accepted)
      throws IOException {
    json.writeStartObject();
    json.writeBooleanField("accepted", true);
    json.writeBooleanField("repeated", accepted.repeated());
    Fields.command(json, accepted.command());
    json.writeEndObject();
  }

  /** Reads a command that nobody has sent and writes the answer that nobody gets. */
  static byte[] rehearse() throws IOException {
    GridCommand command = parse(Body.parse(REHEARSED, COMMAND_FIELDS));
    return Exchange.encode(json -> write(json, new CommandReceipt.Accepted(command, false)));
  }

  private static GridCommand parse(Body body) {
    TargetKind kind = body.choice("kind", KINDS);
    double min = kind == TargetKind.VEHICLE_POWER ? -MAX_W : 0;
    return new GridCommand(
        body.parsed("id", CommandId::new),
        body.parsed("controller", ControllerId::new),
        body.choice("priority", EnumSet.allOf(PriorityClass.class)),
        kind,
        body.text("node").orElse(""),
        body.requiredNumber("powerW", min, MAX_W),
        body.requiredInstant("start"),
        body.requiredInstant("end"));
  }

  private static CommandReceipt await(GridCommandDesk desk, GridCommand command) {
    CompletableFuture<CommandReceipt> answer = desk.submit(command).toCompletableFuture();
    try {
      return answer.get(DESK_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new CommandReceipt.Refused(
          "V2G-110", "The command was not durable in time; repeat it with the same id.");
    } catch (ExecutionException e) {
      LOG.error("command {}: the desk failed", command.id(), e.getCause());
      return new CommandReceipt.Refused(
          "V2G-110", "The command could not be taken; repeat it with the same id.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CommandReceipt.Refused("V2G-110", "The gateway is going down.");
    }
  }

  private static int status(String code) {
    return switch (code) {
      case "ERR_COMMAND_CONFLICT" -> 409;
      case "ERR_COMMAND_TOO_MANY" -> 429;
      case "V2G-401" -> 403;
      case "ERR_DISK_FULL", "V2G-110" -> 503;
      default -> code.startsWith("ERR_JOURNAL") ? 503 : 422;
    };
  }

  private void keepAlive(Exchange exchange) throws IOException {
    ControllerId controller =
        exchange.body(Set.of("controller")).parsed("controller", ControllerId::new);
    Optional<DecisionView> latest = backend.view().flatMap(SiteView::latest);
    DecisionView view = latest.orElseThrow(() -> ApiException.absent("The control loop"));
    MandateSource source =
        view.picture()
            .model()
            .mandateSource(controller.value())
            .orElseThrow(
                () ->
                    new ApiException(
                        403, "V2G-401", "This controller is no mandate source.", "controller"));
    SiteInbox inbox = backend.inbox().orElseThrow(() -> ApiException.absent("The control loop"));
    if (!inbox.post(new SiteInput.KeepAlive(controller))) {
      throw full(exchange);
    }
    exchange.json(
        202,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("accepted", true);
          json.writeStringField("controller", controller.value());
          json.writeStringField("at", Instant.now().toString());
          json.writeNumberField("keepAliveMs", source.keepAlive().toMillis());
          json.writeEndObject();
        });
  }

  static ApiException full(Exchange exchange) {
    exchange.response().setHeader("Retry-After", "1");
    return new ApiException(503, "INBOX_FULL", "The control loop is overloaded; try again.");
  }
}
