package io.tidegate.admin.rest;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput.DriverWish;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.quantity.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver wants of a session (S3.2). The same request id changes nothing the second time
 * (S3.3): it is recorded before the wish is posted. A wish that was recorded and could not be
 * posted (full inbox, a crash in between) is posted by its repetition.
 */
final class WishEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(WishEndpoint.class);
  private static final Set<String> FIELDS =
      Set.of("requestId", "desiredSoc", "departure", "reserveMargin");
  private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Duration KEEP = Duration.ofDays(7);
  private static final int UNPOSTED = 1_024;

  private final Backend backend;
  private final Set<String> unposted =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > UNPOSTED;
                }
              }));

  WishEndpoint(Backend backend) {
    this.backend = backend;
  }

  List<Router.Route> routes() {
    return List.of(new Router.Route("PUT", "/api/v1/sessions/{id}/wish", false, this::wish));
  }

  private void wish(Exchange exchange) throws IOException {
    DriverWish wish = parse(exchange);
    DecisionView view =
        backend
            .view()
            .flatMap(SiteView::latest)
            .orElseThrow(() -> ApiException.absent("The control loop"));
    SiteInbox inbox = backend.inbox().orElseThrow(() -> ApiException.absent("The control loop"));
    Session session =
        find(view, wish.session())
            .orElseThrow(() -> new ApiException(404, "NO_SESSION", "There is no such session."));
    String key = wish.session() + "/" + wish.requestId();
    OnceLedger.Verdict verdict = record(key, wish);
    if (verdict == OnceLedger.Verdict.CONFLICT) {
      throw new ApiException(
          409, "REQUEST_CONFLICT", "This request id came with another wish before.", "requestId");
    }
    boolean lost = unposted.contains(key) || session.wishRequest().isEmpty();
    if (verdict == OnceLedger.Verdict.NEW || lost) {
      unposted.add(key);
      if (!inbox.post(wish)) {
        throw CommandEndpoints.full(exchange);
      }
      unposted.remove(key);
    }
    exchange.json(
        202,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("accepted", true);
          json.writeBooleanField("repeated", verdict == OnceLedger.Verdict.REPEATED);
          json.writeStringField("session", wish.session().value());
          json.writeStringField("requestId", wish.requestId());
          json.writeEndObject();
        });
  }

  private static DriverWish parse(Exchange exchange) {
    SessionId session;
    try {
      session = new SessionId(exchange.variable());
    } catch (IllegalArgumentException e) {
      throw new ApiException(404, "NO_SESSION", "There is no such session.");
    }
    Body body = exchange.body(FIELDS);
    String header = exchange.request().getHeader("Idempotency-Key");
    String request = body.text("requestId").orElse(header == null ? "" : header);
    if (header != null && !header.equals(request)) {
      throw ApiException.field("requestId", "differs from the header Idempotency-Key");
    }
    if (!REQUEST.matcher(request).matches()) {
      throw ApiException.field(
          "requestId", "(or the header Idempotency-Key) must match " + REQUEST.pattern());
    }
    Optional<Instant> departure = body.instant("departure");
    return new DriverWish(
        session,
        request,
        body.requiredNumber("desiredSoc", 0, 100),
        departure,
        body.number("reserveMargin", 0, 100).orElse(0.0));
  }

  static Optional<Session> find(DecisionView view, SessionId id) {
    return view.picture().evses().stream()
        .map(EvseState::session)
        .flatMap(Optional::stream)
        .filter(session -> session.id().equals(id))
        .findFirst();
  }

  private OnceLedger.Verdict record(String key, DriverWish wish) {
    OnceLedger ledger = backend.onceLedger().orElseThrow(() -> ApiException.absent("The journal"));
    String content =
        wish.targetSocPct()
            + "|"
            + wish.departure().map(Instant::toString).orElse("")
            + "|"
            + wish.reservePct();
    try {
      return ledger
          .once("driver-wish", key, content.getBytes(StandardCharsets.UTF_8), Instant.now(), KEEP)
          .toCompletableFuture()
          .get(6, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("wish {}: not durable: {}", key, e.toString());
      throw new ApiException(503, "V2G-110", "The wish was not durable in time; repeat it.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(503, "V2G-110", "The gateway is going down.");
    }
  }
}
