package io.tidegate.core.control;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end: every connected station to its charge-only safe share, as far as the time
 * allows.
 */
final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
  private final Inbox inbox;
  private final DecisionLog log;
  private final SiteModel model;

  Farewell(Inbox inbox, DecisionLog log, SiteModel model) {
    this.inbox = inbox;
    this.log = log;
    this.model = model;
  }

  /**
   * Returns when all have confirmed, or when the time is up: then their setpoints expire by
   * themselves.
   */
  void within(Duration most) throws InterruptedException {
    inbox.post(new SiteInput.Stopping("shutdown"));
    long deadline = System.nanoTime() + most.toNanos();
    while (pending() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    if (pending()) {
      LOG.warn("Not every station has confirmed its safe share; their setpoints expire in 30 s");
    }
  }

  private boolean pending() {
    DecisionView view = log.latest().orElse(null);
    return view != null
        && (!view.picture().stopping()
            || view.picture().evses().stream().anyMatch(e -> unsafe(e, view)));
  }

  private boolean unsafe(EvseState evse, DecisionView view) {
    if (!evse.online() || evse.session().isEmpty()) {
      return false;
    }
    Commitment c = evse.commitment();
    double share = model.evses().get(evse.index()).safeShareW();
    boolean obeysMore =
        c.inForce(view.picture().at()) && (c.acceptedW() < 0 || c.acceptedW() > share);
    return obeysMore || c.uncertain(view.picture().at());
  }

  static void flush(Journal journal) {
    try {
      journal.flush().toCompletableFuture().get(500, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("The journal could not be flushed at the end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
