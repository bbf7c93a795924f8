package io.tidegate.cloud.hawkbit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsMaterial;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Requests to the server, one at a time, each with a deadline and a bound on its answer. Blocks;
 * one thread. An interrupt ends it.
 */
final class Ddi implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(32)
                      .maxStringLength(65_536)
                      .build())
              .build());
  private static final int THREADS = 2;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private final HawkbitSettings settings;
  private final Supplier<Optional<KeyRing>> keys;
  private final ThreadPoolExecutor threads;
  private HttpClient client;
  private long keysVersion = -1;

  Ddi(HawkbitSettings settings, Supplier<Optional<KeyRing>> keys) {
    this.settings = settings;
    this.keys = keys;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "tidegate-hawkbit-io");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  JsonNode get(URI uri) throws IOException, InterruptedException {
    return send(request(uri).GET());
  }

  void put(URI uri, JsonNode body) throws IOException, InterruptedException {
    var unused = send(json(request(uri)).PUT(publisher(body)));
  }

  void post(URI uri, JsonNode body) throws IOException, InterruptedException {
    var unused = send(json(request(uri)).POST(publisher(body)));
  }

  /** Headers that say who we are, for the server's own origin only. */
  Map<String, String> credentials() throws IOException {
    Optional<String> token = token();
    return token.isEmpty() ? Map.of() : Map.of("Authorization", token.get());
  }

  /** Whether an address is of the server that our token is for. */
  boolean isServers(URI uri) {
    URI ours = settings.base();
    return ours.getScheme().equalsIgnoreCase(uri.getScheme())
        && ours.getHost().equalsIgnoreCase(uri.getHost())
        && port(ours) == port(uri);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private HttpRequest.Builder request(URI uri) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(settings.pace().answer())
            .header("Accept", "application/hal+json, application/json");
    if (isServers(uri)) {
      token().ifPresent(token -> request.header("Authorization", token));
    }
    return request;
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request) {
    return request.header("Content-Type", "application/json");
  }

  private static HttpRequest.BodyPublisher publisher(JsonNode body) {
    return HttpRequest.BodyPublishers.ofString(body.toString());
  }

  private Optional<String> token() throws IOException {
    Optional<Path> file = settings.token().file();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String name = "field token.file: " + file.get().getFileName();
    List<String> lines;
    try {
      lines = Files.readAllLines(file.get());
    } catch (IOException e) {
      throw new DdiException(401, Duration.ZERO, name + " cannot be read", e);
    }
    String token = lines.isEmpty() ? "" : lines.get(0).strip();
    if (!token.matches("[\\x21-\\x7e]{1,512}")) {
      throw new DdiException(401, Duration.ZERO, name + " holds no token in its first line", null);
    }
    return Optional.of(settings.token().scheme() + " " + token);
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    String host = request.uri().getHost();
    CompletableFuture<HttpResponse<byte[]>> coming =
        client().sendAsync(request, head -> new Limited());
    try {
      HttpResponse<byte[]> answer =
          coming.get(settings.pace().answer().toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() / 100 != 2) {
        throw failure(host, answer);
      }
      return parse(host, answer.body());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String why =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      throw new DdiException(0, Duration.ZERO, "No answer from " + host + ": " + why, cause);
    } catch (TimeoutException e) {
      throw new DdiException(0, Duration.ZERO, "No answer from " + host + " in time", e);
    } finally {
      coming.cancel(true);
    }
  }

  private static JsonNode parse(String host, byte[] body) throws DdiException {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new DdiException(0, Duration.ZERO, host + " does not answer in JSON", e);
    }
  }

  private DdiException failure(String host, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    String after = answer.headers().firstValue("Retry-After").orElse("").strip();
    Duration asked =
        after.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(after)) : Duration.ZERO;
    String who =
        settings.token().file().map(f -> "the token in " + f.getFileName()).orElse("our key");
    String sentence =
        status == 401 || status == 403
            ? host + " does not accept " + who + " (" + status + ")"
            : host + " answered " + status;
    return new DdiException(
        status,
        asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked,
        sentence,
        null);
  }

  /** The client, made anew when keys or trust have been replaced. */
  private HttpClient client() throws IOException {
    boolean plain = settings.tls().keys().isEmpty() && settings.tls().trusted().isEmpty();
    if (plain && client != null) {
      return client;
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.pace().connect())
            .executor(threads);
    if (!plain) {
      TlsMaterial material = material();
      if (client != null && material.version() == keysVersion) {
        return client;
      }
      builder.sslContext(context(material));
      keysVersion = material.version();
    }
    client = builder.build();
    return client;
  }

  private TlsMaterial material() throws DdiException {
    try {
      KeyRing ring =
          keys.get()
              .orElseThrow(
                  () -> new DdiException(0, Duration.ZERO, "The key store is not there yet", null));
      return ring.read(settings.tls());
    } catch (KeyRingException e) {
      throw new DdiException(401, Duration.ZERO, e.getMessage(), e);
    }
  }

  private SSLContext context(TlsMaterial material) throws DdiException {
    try {
      TrustManager[] trust = null;
      if (!settings.tls().trusted().isEmpty()) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate authority : material.trusted()) {
          store.setCertificateEntry("a" + number++, authority);
        }
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        trust = factory.getTrustManagers();
      }
      KeyManager[] own =
          settings.tls().keys().isEmpty() ? null : new KeyManager[] {material.keys()};
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trust, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new DdiException(401, Duration.ZERO, "TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (!settings.tls().keys().isEmpty() || !settings.tls().trusted().isEmpty()) {
      keys.get().ifPresent(ring -> ring.forget(settings.tls()));
    }
  }
}
