package io.tidegate.charging.ocpp.transport;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import io.tidegate.charging.ocpp.transport.UpgradeRequest.Basic;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides who is let in: first who it is (certificate, password), then whether it has come with a
 * higher security profile before, whether the site knows it, and whether it comes too often. A
 * wrong password and an unknown user are told apart neither by the answer nor by the time it takes.
 * Passwords are verified on the workers. Thread-safe.
 */
final class Admission {
  private final Supplier<TransportConfig> config;
  private final Supplier<Optional<SiteModel>> site;
  private final Secrets secrets;
  private final ProfileMemory profiles;
  private final Alarms alarms;
  private final Executor workers;
  private final VerifiedLogins verified = new VerifiedLogins(new SecureRandom());
  private final FailureLimit failures = new FailureLimit();
  private final ReconnectPacer pacer = new ReconnectPacer();

  Admission(
      Supplier<TransportConfig> config,
      Supplier<Optional<SiteModel>> site,
      Secrets secrets,
      ProfileMemory profiles,
      Alarms alarms,
      Executor workers) {
    this.config = config;
    this.site = site;
    this.secrets = secrets;
    this.profiles = profiles;
    this.alarms = alarms;
    this.workers = workers;
  }

  /**
   * Somebody at the door.
   *
   * @param certificate that TLS has verified
   */
  record Applicant(
      StationId identity,
      Optional<Basic> basic,
      boolean tls,
      Optional<StationCertificate> certificate,
      InetSocketAddress remote) {}

  /**
   * The answer.
   *
   * @param status 101 when admitted
   * @param profile security profile it came with
   * @param retryAfterS hint for a refusal that passes; 0 for none
   * @param certificate that it was admitted with
   * @param expired that certificate has, and the station is here to renew it
   */
  record Verdict(
      HttpResponseStatus status,
      int profile,
      long retryAfterS,
      Optional<StationCertificate> certificate,
      boolean expired) {
    static Verdict refused(HttpResponseStatus status) {
      return new Verdict(status, 0, 0, Optional.empty(), false);
    }

    static Verdict later(HttpResponseStatus status, long seconds) {
      return new Verdict(status, 0, seconds, Optional.empty(), false);
    }

    boolean admitted() {
      return status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }
  }

  /** Answers now or later, on this thread or a worker. */
  void decide(Applicant who, Consumer<Verdict> answer) {
    TransportConfig.Security security = config.get().security();
    String identity = who.identity().value();
    Optional<PasswordHash> line = secrets.credentials().of(identity);
    if (who.certificate().isPresent()) {
      answer.accept(certified(who, who.certificate().get()));
      return;
    }
    int best = who.tls() ? 2 : 1;
    if (best < security.minimumProfile()) {
      alarm(
          who,
          best == 2
              ? SecurityEvent.Type.INVALID_CHARGING_STATION_CERTIFICATE
              : SecurityEvent.Type.FAILED_TO_AUTHENTICATE_AT_CSMS,
          best == 2 ? "No certificate was presented" : "Came without TLS");
      answer.accept(Verdict.refused(HttpResponseStatus.FORBIDDEN));
    } else if (security.minimumProfile() == 0 && line.isEmpty()) {
      answer.accept(known(who, 0));
    } else if (who.basic().isEmpty() || !who.basic().get().user().equals(identity)) {
      answer.accept(unauthorized(who, "No password of this identity was presented"));
    } else if (security.open() && line.isEmpty()) {
      answer.accept(known(who, best));
    } else {
      password(who, best, line, answer);
    }
  }

  private Verdict certified(Applicant who, StationCertificate certificate) {
    String identity = who.identity().value();
    CertificateRules rules = secrets.rules();
    if (!rules.commonNameOf(identity).equals(certificate.commonName())) {
      return unauthorized(who, "The certificate is another station's");
    }
    boolean expired = certificate.expired(Instant.now());
    if (expired && !rules.mayRenew(identity)) {
      return unauthorized(who, "The certificate has expired");
    }
    Verdict verdict = known(who, 3);
    return verdict.admitted()
        ? new Verdict(verdict.status(), 3, 0, Optional.of(certificate), expired)
        : verdict;
  }

  private Verdict unauthorized(Applicant who, String why) {
    alarm(who, SecurityEvent.Type.FAILED_TO_AUTHENTICATE_AT_CSMS, why);
    return Verdict.refused(HttpResponseStatus.UNAUTHORIZED);
  }

  private void alarm(Applicant who, SecurityEvent.Type type, String why) {
    alarms.raise(type, who.identity().value(), who.remote(), why);
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
    if (failures.exceeded(who.remote().getAddress(), System.nanoTime(), most)) {
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
              failures.count(who.remote().getAddress(), System.nanoTime());
              answer.accept(unauthorized(who, "The password is wrong or the user unknown"));
            }
          });
    } catch (RejectedExecutionException e) {
      answer.accept(Verdict.later(HttpResponseStatus.SERVICE_UNAVAILABLE, 5));
    }
  }

  /** Of the subprotocols that a station offers, the one that the site file pins, if it does. */
  List<String> spoken(StationId station, List<String> offered) {
    return site.get()
        .flatMap(model -> model.station(station))
        .flatMap(StationSpec::subprotocol)
        .map(pinned -> offered.stream().filter(pinned::equals).toList())
        .orElse(offered);
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
    ProfileMemory.Verdict before = profiles.judge(who.identity(), profile);
    if (before == ProfileMemory.Verdict.TOO_EARLY) {
      return Verdict.later(HttpResponseStatus.SERVICE_UNAVAILABLE, 1);
    }
    if (before == ProfileMemory.Verdict.DOWNGRADE) {
      alarm(
          who,
          SecurityEvent.Type.SECURITY_PROFILE_DOWNGRADE,
          "Came with security profile " + profile + ", lower than before");
      return Verdict.refused(HttpResponseStatus.FORBIDDEN);
    }
    int free = config.get().limits().freeReconnects();
    long hold = pacer.admit(who.identity(), System.nanoTime(), free);
    if (hold > 0) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(hold) + 1;
      return Verdict.later(HttpResponseStatus.SERVICE_UNAVAILABLE, seconds);
    }
    if (!config.get().security().open()) {
      profiles.came(who.identity(), profile);
    }
    return new Verdict(HttpResponseStatus.SWITCHING_PROTOCOLS, profile, 0, Optional.empty(), false);
  }
}
