package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.CertificateRefusedException;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.StationCertificates;
import io.tidegate.api.security.StationCertificates.Issued;
import io.tidegate.codec.ocpp.json.v21.CertificateSignedRequest;
import io.tidegate.codec.ocpp.json.v21.CertificateSignedResponse;
import io.tidegate.codec.ocpp.json.v21.CertificateSigningUse;
import io.tidegate.codec.ocpp.json.v21.GenericStatus;
import io.tidegate.codec.ocpp.json.v21.SignCertificateRequest;
import io.tidegate.codec.ocpp.json.v21.SignCertificateResponse;
import io.tidegate.codec.ocpp.json.v21.StatusInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates for stations (A02, A03): a request is checked and signed by our authority, answered,
 * and the chain follows in CertificateSigned until the station answers, three times at most. A
 * station gets certificates for the name that it came under and for no other: the CN of the
 * certificate that it presented, or its identity; what it boots with is only its own word. Any
 * thread; the reader signs.
 */
final class SigningDesk {
  /** Requests of one station within {@link #WINDOW}; a repetition of the same does not count. */
  static final int MOST = 3;

  static final Duration WINDOW = Duration.ofMinutes(10);

  /** Before the chain is sent again; doubles. */
  static final Duration AGAIN = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(SigningDesk.class);
  private static final int ATTEMPTS = 3;

  private final Parts parts;
  private final Map<StationId, Parcel> outstanding = new ConcurrentHashMap<>();
  private final Map<StationId, ArrayDeque<Instant>> requests = new ConcurrentHashMap<>();

  /** What it works with. */
  record Parts(
      AtomicReference<StationCertificates> authority,
      Renewals renewals,
      Lines lines,
      Calls calls,
      Later later,
      InstantSource time,
      Executor reader,
      Watchman watchman,
      Shortcomings shortcomings) {}

  /** A chain that its station has not answered for. */
  private record Parcel(String csr, Issued issued, OptionalInt requestId) {}

  SigningDesk(Parts parts) {
    this.parts = parts;
  }

  CompletionStage<Answer> sign(Line line, SignCertificateRequest request) {
    StationCertificates authority = parts.authority.get();
    if (authority == null) {
      return rejected(line, "NoAuthority", "There is no authority that could sign");
    }
    CertificateSigningUse use =
        request.certificateType().orElse(CertificateSigningUse.CHARGING_STATION_CERTIFICATE);
    if (use != CertificateSigningUse.CHARGING_STATION_CERTIFICATE) {
      return rejected(line, "UnsupportedUse", "Certificates for vehicles' links are not issued");
    }
    Parcel before = outstanding.get(line.station());
    if (before != null && before.csr.equals(request.csr())) {
      Parcel same = new Parcel(before.csr, before.issued, request.requestId());
      outstanding.put(line.station(), same);
      return CompletableFuture.completedStage(accepted(line, same));
    }
    if (!within(line.station())) {
      return rejected(line, "TooManyRequests", "Too many requests within ten minutes");
    }
    return CompletableFuture.supplyAsync(() -> issue(authority, line, request), parts.reader);
  }

  private Answer issue(StationCertificates authority, Line line, SignCertificateRequest request) {
    String name = line.mailbox().peer().certificateCommonName().orElse(line.station().value());
    try {
      Issued issued = authority.sign(line.station(), name, request.csr());
      Parcel parcel = new Parcel(request.csr(), issued, request.requestId());
      outstanding.put(line.station(), parcel);
      parts.renewals.issued(issued);
      return accepted(line, parcel);
    } catch (CertificateRefusedException e) {
      parts.watchman.raise(
          SecurityEvent.Type.INVALID_CHARGING_STATION_CERTIFICATE,
          line,
          "No certificate is issued: " + e.getMessage());
      return refusal(line, "NotSigned", e.getMessage());
    }
  }

  private Answer accepted(Line line, Parcel parcel) {
    return new Answer(
        new SignCertificateResponse(GenericStatus.ACCEPTED, Optional.empty()),
        () -> send(line, parcel, 1));
  }

  private static CompletionStage<Answer> rejected(Line line, String reason, String sentence) {
    return CompletableFuture.completedStage(refusal(line, reason, sentence));
  }

  private static Answer refusal(Line line, String reason, String sentence) {
    LOG.warn("Station {} gets no certificate: {}", line.station(), sentence);
    return new Answer(
        new SignCertificateResponse(
            GenericStatus.REJECTED, Optional.of(new StatusInfo(reason, Optional.of(sentence)))),
        () -> {});
  }

  private boolean within(StationId station) {
    Instant now = parts.time.instant();
    ArrayDeque<Instant> times = requests.computeIfAbsent(station, s -> new ArrayDeque<>());
    synchronized (times) {
      times.removeIf(t -> !t.isAfter(now.minus(WINDOW)));
      return times.size() < MOST && times.add(now);
    }
  }

  private void send(Line line, Parcel parcel, int attempt) {
    if (!parcel.equals(outstanding.get(line.station())) || !parts.lines.newest(line)) {
      return;
    }
    var request =
        new CertificateSignedRequest(
            parcel.issued.chainPem(),
            Optional.of(CertificateSigningUse.CHARGING_STATION_CERTIFICATE),
            parcel.requestId);
    Note note = Note.certificate(parcel.issued.serialNumber(), attempt);
    if (!parts.calls.ask(line, request, Urgency.CONTROL, "certificate", note)) {
      silent(line, note);
    }
  }

  /** The station has or has not taken its certificate. */
  void answered(Line line, Note note, CertificateSignedResponse response) {
    if (response.status() == GenericStatus.ACCEPTED) {
      parcel(line, note).ifPresent(parcel -> taken(line, parcel));
    } else {
      refused(line, note, response.statusInfo().map(StatusInfo::reasonCode).orElse("no reason"));
    }
  }

  private void taken(Line line, Parcel parcel) {
    outstanding.remove(line.station(), parcel);
    parts.shortcomings.certificate(line.station(), "");
    LOG.info(
        "Station {} has taken its certificate {}, valid until {}",
        line.station(),
        parcel.issued.serialNumber(),
        parcel.issued.notAfter());
  }

  /** The station says no: it will say so again. */
  void refused(Line line, Note note, String reason) {
    Optional<Parcel> parcel = parcel(line, note);
    if (parcel.isPresent()) {
      outstanding.remove(line.station(), parcel.get());
      lost(line, "has refused the certificate that was signed: " + Entrance.printable(reason));
    }
  }

  /** No answer, or none that could be read. */
  void silent(Line line, Note note) {
    Optional<Parcel> parcel = parcel(line, note);
    if (parcel.isEmpty()) {
      return;
    }
    if (note.attempt() < ATTEMPTS) {
      Duration wait = AGAIN.multipliedBy(1L << (note.attempt() - 1));
      parts.later.in(wait, () -> send(line, parcel.get(), note.attempt() + 1));
    } else {
      outstanding.remove(line.station(), parcel.get());
      lost(line, "does not answer to the certificate that was signed");
    }
  }

  private void lost(Line line, String sentence) {
    LOG.warn("Station {} {}", line.station(), sentence);
    parts.watchman.raise(
        SecurityEvent.Type.INVALID_CHARGING_STATION_CERTIFICATE, line, "The station " + sentence);
    parts.shortcomings.certificate(line.station(), line.station() + " " + sentence);
  }

  private Optional<Parcel> parcel(Line line, Note note) {
    return Optional.ofNullable(outstanding.get(line.station()))
        .filter(p -> p.issued.serialNumber().equals(note.evse()));
  }
}
