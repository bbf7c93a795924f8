package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings inputs to the site. A full inbox refuses; what must not be lost then waits here, in order,
 * and is offered again every 25 ms. Thread-safe, never blocks, owns no thread.
 */
final class Courier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final int MOST = 20_000;
  private static final long AGAIN_MS = 25;

  private final SiteInbox inbox;
  private final Executor later;
  private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
  private boolean scheduled;
  private boolean closed;

  private record Parcel(SiteInput input, CompletableFuture<Void> taken) {}

  Courier(SiteInbox inbox) {
    this(inbox, CompletableFuture.delayedExecutor(AGAIN_MS, TimeUnit.MILLISECONDS));
  }

  /**
   * @param later runs what it is given after a while
   */
  Courier(SiteInbox inbox, Executor later) {
    this.inbox = inbox;
    this.later = later;
  }

  /** A measurement: the next one makes up for it when it is lost. */
  void measure(SiteInput.EvseTelemetry telemetry) {
    if (!inbox.post(telemetry)) {
      LOG.debug("Measurement of EVSE {} dropped: the site's inbox is full", telemetry.evse());
    }
  }

  /**
   * Anything but a measurement.
   *
   * @return completes when the site has it; exceptionally when too much waits already or the
   *     dialect stops
   */
  CompletionStage<Void> deliver(SiteInput input) {
    Parcel parcel = new Parcel(input, new CompletableFuture<>());
    synchronized (this) {
      if (waiting.isEmpty() && inbox.post(input)) {
        return CompletableFuture.completedStage(null);
      }
      if (closed || waiting.size() >= MOST) {
        LOG.error("{} lost: the site's inbox is full and {} inputs wait", input, waiting.size());
        return CompletableFuture.failedStage(new RejectedExecutionException("the inbox is full"));
      }
      waiting.add(parcel);
      schedule();
    }
    return parcel.taken();
  }

  private synchronized void schedule() {
    if (!scheduled && !closed) {
      scheduled = true;
      later.execute(this::offerAgain);
    }
  }

  private void offerAgain() {
    ArrayDeque<Parcel> taken = new ArrayDeque<>();
    synchronized (this) {
      scheduled = false;
      while (!waiting.isEmpty() && inbox.post(waiting.peek().input())) {
        taken.add(waiting.poll());
      }
      if (!waiting.isEmpty()) {
        schedule();
      }
    }
    // outside of the lock: what hangs on it may come back here
    taken.forEach(p -> p.taken().complete(null));
  }

  @Override
  public void close() {
    ArrayDeque<Parcel> lost;
    synchronized (this) {
      closed = true;
      lost = new ArrayDeque<>(waiting);
      waiting.clear();
    }
    for (Parcel parcel : lost) {
      LOG.error("{} lost: the dialect stops and the site's inbox is full", parcel.input());
      parcel.taken().completeExceptionally(new RejectedExecutionException("the dialect stops"));
    }
  }
}
