package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.charging.ocpp.operations.FirmwareStore.Expected;
import io.tidegate.charging.ocpp.operations.Tickets.Download;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The firmware that the gateway keeps for its stations: uploaded by an operator, or fetched once
 * from where it is published; for one station at a time, or published to all (L03). Thread-safe.
 */
final class Firmwares {
  private static final Logger LOG = LoggerFactory.getLogger(Firmwares.class);
  private static final long WAIT_SECONDS = 20;
  private static final int TIMEOUT_MS = 20_000;
  private static final Duration PUBLISHED = Duration.ofDays(30);

  private final Around around;
  private final FirmwareStore store;
  private final FileDesk desk;
  private final Disk fetcher;
  private final AtomicReference<HttpURLConnection> fetching = new AtomicReference<>();
  private final Map<String, FileDesk.Place> published = new ConcurrentHashMap<>();

  /**
   * @param fetcher works on what takes minutes
   */
  Firmwares(Around around, FirmwareStore store, FileDesk desk, Disk fetcher) {
    this.around = around;
    this.store = store;
    this.desk = desk;
    this.fetcher = fetcher;
  }

  Reply view(Query query) throws IOException {
    var all = store.all();
    return Reply.json(
        200,
        Json.object(
            json -> {
              json.writeArrayFieldStart("firmware");
              for (Firmware firmware : all) {
                json.writeStartObject();
                firmware.show(json);
                FileDesk.Place place = published.get(firmware.id());
                if (place != null) {
                  json.writeStringField("location", place.url());
                }
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private static Reply shown(int status, Firmware firmware) {
    return Reply.json(status, Json.object(firmware::show));
  }

  /** A file itself, or where it can be fetched. */
  Reply add(Query query) throws IOException {
    if (!query.type().equals("application/json")) {
      try (InputStream in = query.body()) {
        Expected expected =
            new Expected(
                FirmwareStore.name(query.parameter("name")),
                query.parameter("sha256").orElse(""),
                "",
                "");
        return shown(201, store.add(in, expected));
      }
    }
    Json body =
        Json.body(query.json()).only("url", "name", "sha256", "signingCertificate", "signature");
    URI from = uri(body.text("url").orElse(""));
    Expected expected =
        new Expected(
            FirmwareStore.name(body.text("name").or(() -> lastSegment(from))),
            body.text("sha256").orElse(""),
            body.text("signingCertificate").orElse(""),
            body.text("signature").orElse(""));
    return await(fetch(from, expected));
  }

  private static java.util.Optional<String> lastSegment(URI from) {
    String path = from.getPath() == null ? "" : from.getPath();
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(last);
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // the sentence below says what is expected
    }
    throw Json.wrong("url", "must be an address of http or https without a password");
  }

  private CompletableFuture<Firmware> fetch(URI from, Expected expected) {
    CompletableFuture<Firmware> fetched = new CompletableFuture<>();
    return fetcher
        .run(
            () -> {
              HttpURLConnection connection = (HttpURLConnection) from.toURL().openConnection();
              connection.setConnectTimeout(TIMEOUT_MS);
              connection.setReadTimeout(TIMEOUT_MS);
              fetching.set(connection);
              try {
                if (connection.getResponseCode() != 200) {
                  throw new Refusal(
                      502, "NOT_FETCHED", "It answers " + connection.getResponseCode() + ".");
                }
                try (InputStream in = connection.getInputStream()) {
                  fetched.complete(store.add(in, expected));
                }
              } finally {
                fetching.set(null);
                connection.disconnect();
              }
            })
        .thenCompose(done -> fetched)
        .whenComplete(
            (firmware, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "Firmware from {} was not fetched: {}", from.getHost(), failure.toString());
              } else {
                LOG.info("Firmware {} was fetched from {}", firmware.id(), from.getHost());
              }
            });
  }

  private static Reply await(CompletableFuture<Firmware> fetched) {
    try {
      return shown(201, fetched.get(WAIT_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      return Reply.json(202, Json.object(json -> json.writeStringField("state", "fetching")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "UNAVAILABLE", "The gateway is stopping.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new Refusal(502, "NOT_FETCHED", "The firmware could not be fetched; see the log.");
    }
  }

  /** Ends what is being fetched. */
  void stop() {
    HttpURLConnection connection = fetching.get();
    if (connection != null) {
      connection.disconnect();
    }
  }

  /** Adds a signature. */
  Reply sign(Query query) throws IOException {
    Json body = Json.body(query.json()).only("signingCertificate", "signature");
    return shown(
        200,
        store.sign(
            query.variables().get(0),
            body.text("signingCertificate").orElse(""),
            body.text("signature").orElse("")));
  }

  Reply delete(Query query) throws IOException {
    unpublish(query);
    store.delete(query.variables().get(0));
    return Reply.json(200, "{}");
  }

  /** Gives it one address for all stations, for 30 days or until the gateway restarts (L03). */
  Reply publish(Query query) throws IOException {
    Firmware firmware = store.get(query.variables().get(0));
    Instant end = around.time().instant().plus(PUBLISHED);
    FileDesk.Place place =
        published.computeIfAbsent(
            firmware.id(),
            id -> desk.offer(new Download(store.file(firmware), end), firmware.name()));
    return Reply.json(200, Json.object(json -> json.writeStringField("location", place.url())));
  }

  /** Takes the address away (L04). */
  Reply unpublish(Query query) {
    FileDesk.Place place = published.remove(query.variables().get(0));
    if (place != null) {
      desk.withdraw(place.token());
    }
    return Reply.json(200, "{}");
  }
}
