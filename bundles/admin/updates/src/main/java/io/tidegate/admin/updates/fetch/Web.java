package io.tidegate.admin.updates.fetch;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.api.update.UpdateCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The HTTP clients of one fetch: HTTP/1.1, no redirects of their own, trust as configured. Our key
 * is shown to the order's own origin, and to nobody that it redirects to. Their threads end with
 * it; one of the JDK's for each client waits until the client is collected. One thread.
 */
final class Web implements AutoCloseable {
  private static final int THREADS = 2;

  private final FetchSettings settings;
  private final String origin;
  private final Supplier<Optional<KeyRing>> keys;
  private final TrustManager[] trust;
  private final ThreadPoolExecutor threads;
  private HttpClient anonymous;
  private HttpClient known;
  private long keysVersion = -1;

  /**
   * @param order where the order says the file is
   * @throws IOException when the trust store cannot be read; the message names it
   */
  Web(FetchSettings settings, URI order, Supplier<Optional<KeyRing>> keys) throws IOException {
    this.settings = settings;
    this.keys = keys;
    origin = order.getHost() == null ? "" : Hop.origin(order);
    trust = settings.trust().isPresent() ? Authorities.with(settings.trust().get()) : null;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "tidegate-fetch-io");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** For a request there; made anew when our key has been replaced. */
  HttpClient client(URI uri) throws IOException {
    if (settings.own().keys().isEmpty() || !Hop.origin(uri).equals(origin)) {
      anonymous = anonymous == null ? client(Optional.empty()) : anonymous;
      return anonymous;
    }
    TlsMaterial material = material();
    if (known == null || material.version() != keysVersion) {
      known = client(Optional.of(material));
      keysVersion = material.version();
    }
    return known;
  }

  private TlsMaterial material() throws Mishap {
    KeyRing ring =
        keys.get().orElseThrow(() -> Mishap.resume("The key store is not there yet.", null));
    try {
      return ring.read(settings.own());
    } catch (KeyRingException e) {
      throw Mishap.giveUp(UpdateCode.FETCH_FAILED, "Field fetch.keystore: " + e.getMessage());
    }
  }

  private HttpClient client(Optional<TlsMaterial> own) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.deadlines().connect())
            .executor(threads);
    if (trust != null || own.isPresent()) {
      KeyManager[] shown = own.map(m -> new KeyManager[] {m.keys()}).orElse(null);
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown, trust, null);
        builder.sslContext(context);
      } catch (GeneralSecurityException e) {
        throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
      }
    }
    return builder.build();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
