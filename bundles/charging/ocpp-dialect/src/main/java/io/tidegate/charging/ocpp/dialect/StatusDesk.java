package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.security.CertificateHash;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.v21.CertificateHashData;
import io.tidegate.codec.ocpp.json.v21.CertificateState;
import io.tidegate.codec.ocpp.json.v21.CertificateStatus;
import io.tidegate.codec.ocpp.json.v21.CertificateStatusRequestInfo;
import io.tidegate.codec.ocpp.json.v21.CertificateStatusSource;
import io.tidegate.codec.ocpp.json.v21.Get15118EVCertificateRequest;
import io.tidegate.codec.ocpp.json.v21.Get15118EVCertificateResponse;
import io.tidegate.codec.ocpp.json.v21.GetCertificateChainStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetCertificateChainStatusResponse;
import io.tidegate.codec.ocpp.json.v21.GetCertificateStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetCertificateStatusResponse;
import io.tidegate.codec.ocpp.json.v21.OcspRequestData;
import io.tidegate.codec.ocpp.json.v21.RetrievalStatus;
import io.tidegate.codec.ocpp.json.v21.StatusInfo;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions of stations on behalf of vehicles (block M): whether certificates were revoked, through
 * the cache of OCSP answers (M06, M07), and contract certificates, which only an upstream system
 * could give. Any thread, never blocks.
 */
final class StatusDesk {
  private static final Logger LOG = LoggerFactory.getLogger(StatusDesk.class);

  /** Longest answer of a responder that fits into the message of either version. */
  private static final int LONGEST_201 = 5_500;

  private static final int LONGEST_21 = 18_000;

  /** Responders of one certificate that are tried: each may take seconds. */
  private static final int TRIED = 2;

  private final AtomicReference<OcspStatus> responders;
  private final Version version;
  private final InstantSource time;

  StatusDesk(AtomicReference<OcspStatus> responders, Version version, InstantSource time) {
    this.responders = responders;
    this.version = version;
    this.time = time;
  }

  CompletionStage<Answer> status(Line line, GetCertificateStatusRequest request) {
    OcspRequestData data = request.ocspRequestData();
    var hash =
        new CertificateHash(
            data.hashAlgorithm().name(),
            data.issuerNameHash(),
            data.issuerKeyHash(),
            data.serialNumber());
    return ask(hash, data.responderURL())
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                log(line, failure);
                return failed("NoOCSPResponse", "No responder has answered");
              }
              int longest = version == Version.OCPP_2_0_1 ? LONGEST_201 : LONGEST_21;
              return answer.response().length() > longest
                  ? failed("TooLong", "The responder's answer is longer than the message may be")
                  : new GetCertificateStatusResponse(
                      RetrievalStatus.ACCEPTED, Optional.of(answer.response()), Optional.empty());
            })
        .thenApply(response -> new Answer(response, () -> {}));
  }

  private static GetCertificateStatusResponse failed(String reason, String sentence) {
    return new GetCertificateStatusResponse(
        RetrievalStatus.FAILED,
        Optional.empty(),
        Optional.of(new StatusInfo(reason, Optional.of(sentence))));
  }

  private CompletionStage<OcspStatus.Answer> ask(CertificateHash hash, String url) {
    OcspStatus status = responders.get();
    if (status == null) {
      return CompletableFuture.failedStage(new IllegalStateException("nobody asks responders"));
    }
    try {
      return status.of(hash, URI.create(url));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static void log(Line line, Throwable failure) {
    LOG.info(
        "Station {}: the state of a certificate is not known: {}",
        line.station(),
        Entrance.printable(String.valueOf(failure.getMessage())));
  }

  /** Each by its first responder that answers; lists of revoked certificates are not read (CRL). */
  CompletionStage<Answer> chain(Line line, GetCertificateChainStatusRequest request) {
    List<CompletableFuture<CertificateStatus>> all =
        request.certificateStatusRequests().stream()
            .map(one -> one(line, one, 0).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              List<CertificateStatus> found = new ArrayList<>();
              all.forEach(one -> found.add(one.join()));
              return new Answer(new GetCertificateChainStatusResponse(found), () -> {});
            });
  }

  private CompletionStage<CertificateStatus> one(
      Line line, CertificateStatusRequestInfo wanted, int url) {
    if (wanted.source() != CertificateStatusSource.OCSP
        || url >= Math.min(TRIED, wanted.urls().size())) {
      return CompletableFuture.completedStage(
          state(wanted, CertificateState.FAILED, Stamp.of(time.instant())));
    }
    CertificateHashData data = wanted.certificateHashData();
    var hash =
        new CertificateHash(
            data.hashAlgorithm().name(),
            data.issuerNameHash(),
            data.issuerKeyHash(),
            data.serialNumber());
    return ask(hash, wanted.urls().get(url))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                log(line, failure);
                return one(line, wanted, url + 1);
              }
              CertificateState state =
                  switch (answer.status()) {
                    case GOOD -> CertificateState.GOOD;
                    case REVOKED -> CertificateState.REVOKED;
                    case UNKNOWN -> CertificateState.UNKNOWN;
                  };
              return CompletableFuture.completedStage(
                  state(wanted, state, Stamp.of(answer.until())));
            })
        .thenCompose(next -> next);
  }

  private static CertificateStatus state(
      CertificateStatusRequestInfo wanted, CertificateState state, Stamp until) {
    return new CertificateStatus(wanted.certificateHashData(), wanted.source(), state, until);
  }

  /** The gateway knows no contracts; whoever does is upstream, and none is asked yet (M01, M02). */
  CompletionStage<Answer> contract(Line line, Get15118EVCertificateRequest request) {
    LOG.info("Station {}: {} of a contract certificate refused", line.station(), request.action());
    return Answer.of(
        new Get15118EVCertificateResponse(
            RetrievalStatus.FAILED,
            "",
            OptionalInt.empty(),
            Optional.of(
                new StatusInfo(
                    "NoUpstream", Optional.of("There is no system that issues contracts")))));
  }
}
