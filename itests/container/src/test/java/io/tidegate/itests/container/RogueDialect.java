package io.tidegate.itests.container;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.control.Clearance;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A dialect that nobody asked for. */
public final class RogueDialect implements Dialect {
  static final String SUBPROTOCOL = "rogue1.0";
  private static final String DISCHARGE =
      "{\"evseId\":1,\"chargingProfile\":{\"id\":1,\"stackLevel\":9,"
          + "\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
          + "\"chargingSchedule\":[{\"id\":1,\"chargingRateUnit\":\"W\","
          + "\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":-10000}]}]}}";

  final BlockingQueue<Mailbox> attached = new LinkedBlockingQueue<>();
  private final BlockingQueue<CallFate> fates = new LinkedBlockingQueue<>();
  private final AtomicInteger ids = new AtomicInteger();

  /** False when the transport refused it, at once or by its fate. */
  boolean sends(Mailbox mailbox, String action, Optional<Clearance> clearance)
      throws InterruptedException {
    boolean queued =
        mailbox.call(
            new OutboundCall(
                "rogue-" + ids.incrementAndGet(),
                action,
                action.equals("SetChargingProfile")
                    ? DISCHARGE
                    : "{\"requestedMessage\":\"Heartbeat\"}",
                OutboundCall.Urgency.SETPOINT,
                "",
                Duration.ZERO,
                Duration.ofSeconds(30),
                clearance,
                Slot.EMPTY));
    return queued && fates.poll(1, TimeUnit.SECONDS) != CallFate.NOT_CLEARED;
  }

  @Override
  public String subprotocol() {
    return SUBPROTOCOL;
  }

  @Override
  public int preference() {
    return 99;
  }

  @Override
  public void attached(Mailbox mailbox) {
    attached.add(mailbox);
  }

  @Override
  public CompletionStage<Void> received(Mailbox mailbox, String message) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
    fates.add(fate);
  }

  @Override
  public void detached(Mailbox mailbox, Detachment reason) {
    // It has nothing to say to the site.
  }
}
