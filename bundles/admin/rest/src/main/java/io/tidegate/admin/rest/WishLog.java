package io.tidegate.admin.rest;

import io.tidegate.api.control.DecisionListener;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput.DriverWish;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.journal.OnceLedger.Verdict;
import io.tidegate.api.quantity.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drivers' wishes that are recorded and that the control loop has not shown yet, in order. A
 * wish is done with when the loop's session names it or a later one; until then it is posted again
 * to a loop that is new, or that could not take it. So a crash at any moment loses none and turns
 * none around (S3.3).
 *
 * <p>Request threads and the thread that publishes decisions, one at a time; the latter never waits
 * for the former.
 */
@Component(
    name = "io.tidegate.admin.rest.wishes",
    service = {WishLog.class, DecisionListener.class})
public final class WishLog implements DecisionListener {
  private static final Logger LOG = LoggerFactory.getLogger(WishLog.class);
  static final String SPACE = "driver-wish";
  private static final Duration KEEP = Duration.ofDays(7);
  private static final int WAIT_S = 6;
  private static final Pattern BAR = Pattern.compile("\\|");

  private final Backend backend;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SessionId, List<DriverWish>> open = new HashMap<>();

  /** How many of a session's open wishes the loop has been handed. */
  private final Map<SessionId, Integer> handed = new HashMap<>();

  private SiteInbox loop;
  private Instant latest = Instant.EPOCH;
  private boolean loaded;

  @Activate
  public WishLog(@Reference BackendServices backend) {
    this((Backend) backend);
  }

  WishLog(Backend backend) {
    this.backend = backend;
  }

  /** What became of a wish. */
  record Taken(Verdict verdict, boolean posted) {}

  /**
   * Records a wish and posts it unless it came before.
   *
   * @throws ApiException 503 when it could not be made durable in time
   */
  Taken take(DriverWish wish) {
    SiteInbox inbox = backend.inbox().orElseThrow(() -> ApiException.absent("The control loop"));
    OnceLedger ledger = backend.onceLedger().orElseThrow(() -> ApiException.absent("The journal"));
    try {
      if (!lock.tryLock(WAIT_S, TimeUnit.SECONDS)) {
        throw late();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      boolean first = !loaded;
      load(ledger);
      if (first) {
        backend.view().flatMap(SiteView::latest).ifPresent(this::compare);
      }
      Verdict verdict = record(ledger, wish);
      if (verdict == Verdict.NEW) {
        open.computeIfAbsent(wish.session(), k -> new ArrayList<>()).add(wish);
      }
      return new Taken(verdict, post(inbox, wish.session()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void decided(DecisionView view) {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (!loaded) {
        backend.onceLedger().ifPresent(this::load);
      }
      compare(view);
    } finally {
      lock.unlock();
    }
  }

  private void compare(DecisionView view) {
    if (!open.isEmpty()) {
      view.picture().evses().stream()
          .map(EvseState::session)
          .flatMap(Optional::stream)
          .filter(session -> open.containsKey(session.id()))
          .forEach(this::compare);
    }
  }

  private void compare(Session session) {
    List<DriverWish> wishes = open.get(session.id());
    for (int k = wishes.size() - 1; k >= 0; k--) {
      if (wishes.get(k).requestId().equals(session.wishRequest())) {
        wishes.subList(0, k + 1).clear();
        int shown = k + 1;
        handed.computeIfPresent(session.id(), (id, n) -> Math.max(0, n - shown));
        break;
      }
    }
    if (wishes.isEmpty()) {
      open.remove(session.id());
      handed.remove(session.id());
    } else {
      backend.inbox().ifPresent(inbox -> post(inbox, session.id()));
    }
  }

  /** Whether the loop has been handed all wishes of the session, in order. */
  @SuppressWarnings("ReferenceEquality") // another loop object has lost its inbox
  private boolean post(SiteInbox inbox, SessionId session) {
    if (inbox != loop) {
      loop = inbox;
      handed.clear();
    }
    List<DriverWish> wishes = open.getOrDefault(session, List.of());
    int next = handed.getOrDefault(session, 0);
    while (next < wishes.size() && inbox.post(wishes.get(next))) {
      next++;
      handed.put(session, next);
    }
    return next >= wishes.size();
  }

  /** All that is remembered may not have reached the loop: its sessions will tell. */
  private void load(OnceLedger ledger) {
    if (loaded) {
      return;
    }
    for (OnceLedger.Remembered entry : ledger.remembered(SPACE)) {
      latest = entry.at().isAfter(latest) ? entry.at() : latest;
      parse(entry).ifPresent(w -> open.computeIfAbsent(w.session(), k -> new ArrayList<>()).add(w));
    }
    loaded = true;
  }

  private static Optional<DriverWish> parse(OnceLedger.Remembered entry) {
    try {
      int slash = entry.key().lastIndexOf('/');
      String[] parts = BAR.split(new String(entry.content(), StandardCharsets.UTF_8), -1);
      return Optional.of(
          new DriverWish(
              new SessionId(entry.key().substring(0, slash)),
              entry.key().substring(slash + 1),
              Double.parseDouble(parts[0]),
              parts[1].isEmpty() ? Optional.empty() : Optional.of(Instant.parse(parts[1])),
              Double.parseDouble(parts[2])));
    } catch (RuntimeException e) {
      LOG.error("wish {}: cannot be read back", entry.key(), e);
      return Optional.empty();
    }
  }

  private Verdict record(OnceLedger ledger, DriverWish wish) {
    String key = wish.session() + "/" + wish.requestId();
    String content =
        wish.targetSocPct()
            + "|"
            + wish.departure().map(Instant::toString).orElse("")
            + "|"
            + wish.reservePct();
    // the ledger's order is the wishes' order, also when the clock is set back
    Instant now = Instant.now();
    latest = now.isAfter(latest) ? now : latest;
    try {
      return ledger
          .once(SPACE, key, content.getBytes(StandardCharsets.UTF_8), latest, KEEP)
          .toCompletableFuture()
          .get(WAIT_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // it may have become durable all the same: what is remembered is read again
      again();
      LOG.error("wish {}: not durable: {}", key, e.toString());
      throw late();
    } catch (InterruptedException e) {
      again();
      throw interrupted();
    }
  }

  private void again() {
    loaded = false;
    open.clear();
    handed.clear();
  }

  private static ApiException late() {
    return new ApiException(503, "V2G-110", "The wish was not durable in time; repeat it.");
  }

  private static ApiException interrupted() {
    Thread.currentThread().interrupt();
    return new ApiException(503, "V2G-110", "The gateway is going down.");
  }
}
