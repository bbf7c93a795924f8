package io.tidegate.core.keys;

import io.tidegate.api.security.CertificateHash;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.codec.settings.LastGood;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks responders on two threads {@code tidegate-keys-ocsp}, which end after 10 s without work. At
 * most {@value #QUEUE} questions wait; the answers are kept until they end, the least used give
 * way.
 */
@Component(
    name = OcspClient.NAME,
    service = {OcspStatus.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=ocsp", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = OcspClient.Config.class)
public final class OcspClient implements OcspStatus, HealthCheck {
  static final String NAME = "io.tidegate.core.keys.ocsp";
  private static final Logger LOG = LoggerFactory.getLogger(OcspClient.class);
  private static final int THREADS = 2;
  private static final int QUEUE = 100;
  private static final int MOST_BYTES = 64 * 1024;
  private static final long STOP_MS = 1_500;

  /** Defaults and ranges; values are validated by {@link OcspSettings}. */
  @ObjectClassDefinition(id = NAME, name = "OCSP")
  @interface Config {
    @AttributeDefinition(
        name = "Hosts",
        description = "Responders that may be asked, with commas between; empty: none",
        required = false)
    String hosts() default "";

    @AttributeDefinition(
        name = "Deadline, ms",
        description = "For an answer",
        min = "100",
        max = "60000")
    int deadline_ms() default 5000;

    @AttributeDefinition(
        name = "Cache",
        description = "Answers that are kept",
        min = "1",
        max = "1000000")
    int cache_max() default 10000;
  }

  private final LastGood<OcspSettings> settings = new LastGood<>(OcspSettings.from(Map.of()));
  private final InstantSource clock;
  private final ThreadPoolExecutor threads;
  private final Map<Asked, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Answer> eldest) {
          return size() > settings.get().most();
        }
      };

  @Activate
  public OcspClient(Map<String, Object> properties) {
    this(properties, InstantSource.system());
  }

  OcspClient(Map<String, ?> properties, InstantSource clock) {
    this.clock = clock;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "tidegate-keys-ocsp");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    modified(properties);
  }

  @Modified
  void modified(Map<String, ?> properties) {
    if (!settings.offer(() -> OcspSettings.from(properties))) {
      LOG.error("configuration refused, the last good one stays in force: {}", settings.problem());
    }
  }

  @Deactivate
  void deactivate() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("A responder holds its thread until the deadline");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers that were verified are not mixed with those that were not. */
  private record Asked(CertificateHash hash, boolean verified) {}

  /** Something that may fail for the network's or the other side's sake. */
  @FunctionalInterface
  private interface Question {
    Answer ask() throws IOException;
  }

  @Override
  public CompletionStage<Answer> of(X509Certificate certificate, X509Certificate issuer) {
    return soon(
        () -> {
          CertificateHash hash = OcspMessages.hash(certificate, issuer, "SHA256");
          URI responder =
              OcspMessages.responder(certificate)
                  .orElseThrow(() -> new IOException("the certificate names no responder"));
          return known(new Asked(hash, true), () -> fetch(hash, responder, Optional.of(issuer)));
        });
  }

  @Override
  public CompletionStage<Answer> of(CertificateHash certificate, URI responder) {
    return soon(
        () ->
            known(
                new Asked(certificate, false),
                () -> fetch(certificate, responder, Optional.empty())));
  }

  @Override
  public CertificateHash hash(
      X509Certificate certificate, X509Certificate issuer, String algorithm) {
    return OcspMessages.hash(certificate, issuer, algorithm);
  }

  private CompletionStage<Answer> soon(Question question) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Duration deadline = settings.get().deadline();
    try {
      threads.execute(
          () -> {
            try {
              answer.complete(question.ask());
            } catch (IOException | RuntimeException e) {
              LOG.info("OCSP: {}", e.toString());
              answer.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new IOException("too many questions wait", e));
    }
    return answer.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Answer known(Asked hash, Question otherwise) throws IOException {
    synchronized (answers) {
      Answer before = answers.get(hash);
      if (before != null && before.until().isAfter(clock.instant())) {
        return before;
      }
    }
    Answer fresh = otherwise.ask();
    synchronized (answers) {
      answers.put(hash, fresh);
    }
    return fresh;
  }

  private Answer fetch(CertificateHash hash, URI responder, Optional<X509Certificate> issuer)
      throws IOException {
    OcspSettings now = settings.get();
    if (!now.allows(responder)) {
      throw new IOException(
          "config/" + NAME + ".cfg, field hosts: does not list " + responder.getHost());
    }
    byte[] der = exchange(responder, OcspMessages.request(hash), now.deadline());
    return OcspMessages.answer(der, hash, issuer, clock.instant());
  }

  private static byte[] exchange(URI responder, byte[] request, Duration deadline)
      throws IOException {
    long end = System.nanoTime() + deadline.toNanos();
    HttpURLConnection http = (HttpURLConnection) responder.toURL().openConnection();
    try {
      http.setInstanceFollowRedirects(false);
      http.setConnectTimeout((int) deadline.toMillis());
      http.setReadTimeout((int) deadline.toMillis());
      http.setDoOutput(true);
      http.setRequestProperty("Content-Type", "application/ocsp-request");
      try (OutputStream out = http.getOutputStream()) {
        out.write(request);
      }
      if (http.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("the responder answers HTTP " + http.getResponseCode());
      }
      return read(http, end);
    } finally {
      http.disconnect();
    }
  }

  private static byte[] read(HttpURLConnection http, long end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4_096];
    try (InputStream in = http.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
        if (bytes.size() > MOST_BYTES || System.nanoTime() - end > 0) {
          throw new IOException("the responder's answer is too long or too slow");
        }
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public Result execute() {
    return settings.problem().isEmpty()
        ? new Result(Result.Status.OK, settings.get().hosts().size() + " responders may be asked")
        : new Result(Result.Status.CRITICAL, settings.problem());
  }
}
