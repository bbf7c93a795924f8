package io.tidegate.host.kura.cloud;

import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateView;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Orders of releases. Who orders is not trusted: a release counts by its signatures alone. */
final class Updates {
  private static final String GIVER = "kura";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final Gateway gateway;

  Updates(Gateway gateway) {
    this.gateway = gateway;
  }

  UpdateView order(Request request) {
    request.only(
        "id", "uri", "length", "sha256", "authorization", "notBefore", "approval", "disturb");
    ReleaseSource from =
        new ReleaseSource.OfUri(
            uri(request),
            request.text("authorization").map(a -> Map.of("Authorization", a)).orElse(Map.of()),
            request.integer("length", -1, 1, 1L << 32),
            sha256(request));
    Instant notBefore =
        request.text("notBefore").isPresent() ? request.instant("notBefore") : Instant.MIN;
    UpdateOrder order;
    try {
      order =
          new UpdateOrder(
              request.required("id"),
              GIVER,
              from,
              notBefore,
              request.flag("approval"),
              request.flag("disturb"));
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "FIELD", String.valueOf(e.getMessage()));
    }
    return told(desk -> desk.order(order));
  }

  UpdateView find(String id) {
    return gateway.updates().find(id).orElseThrow(Updates::unknown);
  }

  /** An operator's word on an order: {@code approve} or {@code cancel}. */
  UpdateView word(String id, String word) {
    return switch (word) {
      case "approve" -> told(desk -> desk.approve(id));
      case "cancel" -> told(desk -> desk.cancel(id));
      default -> throw new Refusal(404, "NO_RESOURCE", "an order can be approved or cancelled");
    };
  }

  @FunctionalInterface
  private interface Work {
    UpdateView on(UpdateDesk desk) throws UpdateRefusedException;
  }

  private UpdateView told(Work work) {
    try {
      return work.on(gateway.updates());
    } catch (UpdateRefusedException e) {
      int status =
          switch (e.code()) {
            case UNKNOWN_ORDER -> 404;
            case BUSY, TOO_LATE, NOTHING_TO_RETURN_TO -> 409;
            default -> 400;
          };
      throw new Refusal(status, e.code().name(), e.getMessage());
    }
  }

  private static URI uri(Request request) {
    try {
      URI uri = new URI(request.required("uri"));
      if (uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // the sentence below says what is expected
    }
    throw Refusal.field("uri", "must begin with http:// or https:// and name a host");
  }

  private static String sha256(Request request) {
    String digest = request.text("sha256").orElse("");
    if (!digest.isEmpty() && !digest.matches("[0-9a-fA-F]{64}")) {
      throw Refusal.field("sha256", "must be 64 hexadecimal digits");
    }
    return digest;
  }

  private static Refusal unknown() {
    return new Refusal(404, "UNKNOWN_ORDER", "there is no such order");
  }
}
