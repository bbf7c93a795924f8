package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.StationCertificates;
import io.tidegate.api.security.StationCertificates.Issued;
import io.tidegate.codec.ocpp.json.v21.MessageTrigger;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageRequest;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageResponse;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageStatus;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has stations renew the certificates that our authority gave them before they end (A02, A03): when
 * a third of the life is left, and 30 days at most. A station is asked when it is accepted and
 * every twelve hours, once a day. Any thread; files are read by the reader alone.
 */
final class Renewals {
  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
  private static final Duration ROUND = Duration.ofHours(12);
  private static final Duration AGAIN = Duration.ofHours(20);
  private static final Duration EARLIEST = Duration.ofDays(30);
  private static final int PART = 3;

  private final Parts parts;
  private final Map<StationId, Life> lives = new ConcurrentHashMap<>();
  private final Map<StationId, Instant> asked = new ConcurrentHashMap<>();

  /** What it works with. */
  record Parts(
      AtomicReference<StationCertificates> authority,
      Lines lines,
      Calls calls,
      Later later,
      InstantSource time,
      Executor reader,
      Shortcomings shortcomings) {}

  private record Life(Instant from, Instant until) {
    boolean due(Instant now) {
      Duration part = Duration.between(from, until).dividedBy(PART);
      Duration most = part.compareTo(EARLIEST) < 0 ? part : EARLIEST;
      return !now.isBefore(until.minus(most));
    }
  }

  Renewals(Parts parts) {
    this.parts = parts;
    wait(ROUND);
  }

  private void wait(Duration time) {
    parts.later.in(
        time,
        () -> {
          look();
          wait(ROUND);
        });
  }

  /** Reads anew what was issued, and asks whose time has come. Never blocks. */
  void look() {
    parts.reader.execute(
        () -> {
          StationCertificates authority = parts.authority.get();
          if (authority != null) {
            authority.issued().forEach(this::issued);
            parts.lines.all().stream().filter(l -> l.state().online()).forEach(this::accepted);
          }
        });
  }

  /** A certificate is new. */
  void issued(Issued issued) {
    life(issued).ifPresent(life -> lives.put(issued.station(), life));
  }

  /** The station is served from now on. */
  void accepted(Line line) {
    Life life = lives.get(line.station());
    Instant now = parts.time.instant();
    if (life == null || parts.authority.get() == null || !life.due(now)) {
      return;
    }
    Instant before = asked.get(line.station());
    if (before == null || !now.isBefore(before.plus(AGAIN))) {
      LOG.info("Station {}: its certificate ends {}; it is to renew", line.station(), life.until);
      ask(line);
    }
  }

  /** Has the station renew now, if there is an authority that could sign. */
  void ask(Line line) {
    if (parts.authority.get() == null) {
      return;
    }
    asked.put(line.station(), parts.time.instant());
    var trigger =
        new TriggerMessageRequest(
            MessageTrigger.SIGN_CHARGING_STATION_CERTIFICATE, Optional.empty());
    parts.calls.ask(line, trigger, Urgency.CONTROL, "trigger/sign", Note.RENEWAL);
  }

  void answered(Line line, TriggerMessageResponse response) {
    if (response.status() != TriggerMessageStatus.ACCEPTED) {
      refused(line, response.status().name());
    }
  }

  /** It says that it will not, or not what it will. */
  void refused(Line line, String why) {
    LOG.warn("Station {} does not renew its certificate: {}", line.station(), why);
    Life life = lives.get(line.station());
    String end =
        life == null ? "" : ", which ends " + life.until.truncatedTo(ChronoUnit.SECONDS).toString();
    parts.shortcomings.certificate(
        line.station(), line.station() + " does not renew its certificate" + end);
  }

  private static Optional<Life> life(Issued issued) {
    byte[] pem = issued.chainPem().getBytes(StandardCharsets.US_ASCII);
    try {
      var chain =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(pem)));
      return chain.isEmpty() || !(chain.get(0) instanceof X509Certificate own)
          ? Optional.empty()
          : Optional.of(new Life(own.getNotBefore().toInstant(), own.getNotAfter().toInstant()));
    } catch (CertificateException e) {
      LOG.warn("Station {}: its certificate cannot be read", issued.station(), e);
      return Optional.empty();
    }
  }
}
