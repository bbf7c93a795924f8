package io.tidegate.admin.rest;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput.DriverWish;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.quantity.SessionId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a driver wants of a session (S3.2). The same request id changes nothing the second time
 * (S3.3); see {@link WishLog}.
 */
final class WishEndpoint {
  private static final Set<String> FIELDS =
      Set.of("requestId", "desiredSoc", "departure", "reserveMargin");
  private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private final Backend backend;
  private final WishLog wishes;

  WishEndpoint(Backend backend, WishLog wishes) {
    this.backend = backend;
    this.wishes = wishes;
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
    if (find(view, wish.session()).isEmpty()) {
      throw new ApiException(404, "NO_SESSION", "There is no such session.");
    }
    WishLog.Taken taken = wishes.take(wish);
    if (taken.verdict() == OnceLedger.Verdict.CONFLICT) {
      throw new ApiException(
          409, "REQUEST_CONFLICT", "This request id came with another wish before.", "requestId");
    }
    if (!taken.posted()) {
      throw CommandEndpoints.full(exchange);
    }
    exchange.json(
        202,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("accepted", true);
          json.writeBooleanField("repeated", taken.verdict() == OnceLedger.Verdict.REPEATED);
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
}
