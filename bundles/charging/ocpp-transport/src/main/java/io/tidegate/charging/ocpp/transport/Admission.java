package io.tidegate.charging.ocpp.transport;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.SiteModel;
import io.tidegate.charging.ocpp.transport.UpgradeRequest.Basic;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides who is let in: first who it is (certificate, password), then whether the site knows it,
 * then whether it comes too often. A wrong password and an unknown user are told apart neither by
 * the answer nor by the time it takes. Passwords are verified on the workers. Thread-safe.
 */
final class Admission {
  private final Supplier<TransportConfig> config;
  private final Supplier<Optional<SiteModel>> site;
  private final Supplier<Credentials> credentials;
  private final Executor workers;
  private final VerifiedLogins verified = new VerifiedLogins(new SecureRandom());
  private final FailureLimit failures = new FailureLimit();
  private final ReconnectPacer pacer = new ReconnectPacer();

  Admission(
      Supplier<TransportConfig> config,
      Supplier<Optional<SiteModel>> site,
      Supplier<Credentials> credentials,
      Executor workers) {
    this.config = config;
    this.site = site;
    this.credentials = credentials;
    this.workers = workers;
  }

  /**
   * Somebody at the door.
   *
   * @param certificateName common name of the client certificate that TLS has verified
   */
  record Applicant(
      StationId identity,
      Optional<Basic> basic,
      boolean tls,
      Optional<String> certificateName,
      InetAddress address) {}

  /**
   * The answer.
   *
   * @param status 101 when admitted
   * @param profile security profile it came with
   * @param retryAfterS hint for a refusal that passes; 0 for none
   */
  record Verdict(HttpResponseStatus status, int profile, long retryAfterS) {
    static Verdict refused(HttpResponseStatus status) {
      return new Verdict(status, 0, 0);
    }

    static Verdict later(HttpResponseStatus status, long seconds) {
      return new Verdict(status, 0, seconds);
    }

    boolean admitted() {
      return status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }
  }

  /** Answers now or later, on this thread or a worker. */
  void decide(Applicant who, Consumer<Verdict> answer) {
    TransportConfig.Security security = config.get().security();
    String identity = who.identity().value();
    Optional<PasswordHash> line = credentials.get().of(identity);
    if (who.certificateName().isPresent()) {
      boolean same = who.certificateName().get().equals(identity);
      answer.accept(same ? known(who, 3) : Verdict.refused(HttpResponseStatus.UNAUTHORIZED));
      return;
    }
    int best = who.tls() ? 2 : 1;
    if (best < security.minimumProfile()) {
      answer.accept(Verdict.refused(HttpResponseStatus.FORBIDDEN));
    } else if (security.minimumProfile() == 0 && line.isEmpty()) {
      answer.accept(known(who, 0));
    } else if (who.basic().isEmpty() || !who.basic().get().user().equals(identity)) {
      answer.accept(Verdict.refused(HttpResponseStatus.UNAUTHORIZED));
    } else if (security.open() && line.isEmpty()) {
      answer.accept(known(who, best));
    } else {
      password(who, best, line, answer);
    }
  }

  private void password(
      Applicant who, int profile, Optional<PasswordHash> line, Consumer<Verdict> answer) {
    String identity = who.identity().value();
    String password = who.basic().orElseThrow().password();
    if (line.isPresent() && verified.contains(identity, password, line.get())) {
      answer.accept(known(who, profile));
      return;
    }
    int most = config.get().security().failuresPerMinute();
    if (failures.exceeded(who.address(), System.nanoTime(), most)) {
      answer.accept(Verdict.later(HttpResponseStatus.TOO_MANY_REQUESTS, 60));
      return;
    }
    try {
      workers.execute(
          () -> {
            boolean right = line.orElse(PasswordHash.NOBODY).matches(password) && line.isPresent();
            if (right) {
              verified.add(identity, password, line.get());
              answer.accept(known(who, profile));
            } else {
              failures.count(who.address(), System.nanoTime());
              answer.accept(Verdict.refused(HttpResponseStatus.UNAUTHORIZED));
            }
          });
    } catch (RejectedExecutionException e) {
      answer.accept(Verdict.later(HttpResponseStatus.SERVICE_UNAVAILABLE, 5));
    }
  }

  private Verdict known(Applicant who, int profile) {
    if (!config.get().security().open()) {
      Optional<SiteModel> model = site.get();
      if (model.isEmpty()) {
        return Verdict.later(HttpResponseStatus.SERVICE_UNAVAILABLE, 1);
      }
      if (model.get().station(who.identity()).isEmpty()) {
        return Verdict.refused(HttpResponseStatus.NOT_FOUND);
      }
    }
    int free = config.get().limits().freeReconnects();
    long hold = pacer.admit(who.identity(), System.nanoTime(), free);
    if (hold > 0) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(hold) + 1;
      return Verdict.later(HttpResponseStatus.SERVICE_UNAVAILABLE, seconds);
    }
    return new Verdict(HttpResponseStatus.SWITCHING_PROTOCOLS, profile, 0);
  }
}
