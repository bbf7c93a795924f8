package io.tidegate.host.kura.cloud;

import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.PriorityClass;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Commands and keep-alives of grid controllers, within their mandates (S1.8, S2.7, S2.8). */
final class Commands {
  private static final double MOST_W = 1e9;

  /** The desk answers within 5 s by its contract; this is for one that does not. */
  private static final long DESK_S = 6;

  /** Commands that wait for the disk at a time: each holds a thread of Kura's. */
  private static final int MOST = 4;

  private final Gateway gateway;
  private final Semaphore waiting = new Semaphore(MOST);

  Commands(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Hands a command in; returns whether it was known already. */
  boolean command(Request request, Set<ControllerId> allowed) {
    request.only("id", "controller", "priority", "kind", "node", "powerW", "start", "end");
    TargetKind kind = request.choice("kind", TargetKind.class);
    if (kind == TargetKind.EVSE_LIMIT || kind == TargetKind.EVSE_POWER) {
      throw Refusal.field("kind", "must be vehicle-power, import-limit or export-limit");
    }
    GridCommand command =
        new GridCommand(
            request.parsed("id", CommandId::new),
            controller(request, allowed),
            request.choice("priority", PriorityClass.class),
            kind,
            request.text("node").orElse(""),
            request.number("powerW", kind == TargetKind.VEHICLE_POWER ? -MOST_W : 0, MOST_W),
            request.instant("start"),
            request.instant("end"));
    CommandReceipt receipt = submit(command);
    if (receipt instanceof CommandReceipt.Refused refused) {
      throw new Refusal(status(refused.code()), refused.code(), refused.sentence());
    }
    return ((CommandReceipt.Accepted) receipt).repeated();
  }

  void keepAlive(Request request, Set<ControllerId> allowed) {
    ControllerId controller = controller(request.only("controller"), allowed);
    if (gateway.latest().picture().model().mandateSource(controller.value()).isEmpty()) {
      throw new Refusal(403, "V2G-401", "the controller is no mandate source of the site");
    }
    if (!gateway.inbox().post(new SiteInput.KeepAlive(controller))) {
      throw new Refusal(503, "FULL", "the gateway is too busy; try again");
    }
  }

  private static ControllerId controller(Request request, Set<ControllerId> allowed) {
    ControllerId controller = request.parsed("controller", ControllerId::new);
    if (!allowed.contains(controller)) {
      throw new Refusal(
          403, "V2G-401", "this controller is not among those that may command through Kura");
    }
    return controller;
  }

  private CommandReceipt submit(GridCommand command) {
    if (!waiting.tryAcquire()) {
      throw new Refusal(503, "FULL", MOST + " commands are waiting; try again");
    }
    try {
      return gateway.commands().submit(command).toCompletableFuture().get(DESK_S, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new Refusal(503, "V2G-110", "the command was not durable in time; repeat it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "V2G-110", "the gateway is going down");
    } finally {
      waiting.release();
    }
  }

  private static int status(String code) {
    return switch (code) {
      case "ERR_COMMAND_CONFLICT" -> 409;
      case "ERR_COMMAND_TOO_MANY" -> 429;
      case "V2G-401" -> 403;
      case "ERR_DISK_FULL", "V2G-110" -> 503;
      default -> code.startsWith("ERR_JOURNAL") ? 503 : 400;
    };
  }
}
