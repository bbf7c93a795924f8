package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v21.AuthorizationStatus;
import io.tidegate.codec.ocpp.json.v21.AuthorizeRequest;
import io.tidegate.codec.ocpp.json.v21.AuthorizeResponse;
import io.tidegate.codec.ocpp.json.v21.BootNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.ClearedChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.DataTransferRequest;
import io.tidegate.codec.ocpp.json.v21.DataTransferResponse;
import io.tidegate.codec.ocpp.json.v21.DataTransferStatus;
import io.tidegate.codec.ocpp.json.v21.FirmwareStatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.FirmwareStatusNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.GenericStatus;
import io.tidegate.codec.ocpp.json.v21.Get15118EVCertificateRequest;
import io.tidegate.codec.ocpp.json.v21.GetCertificateChainStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetCertificateStatusRequest;
import io.tidegate.codec.ocpp.json.v21.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v21.HeartbeatResponse;
import io.tidegate.codec.ocpp.json.v21.LogStatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.LogStatusNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.MeterValuesRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyDERAlarmRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyDERStartStopRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingNeedsRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingScheduleResponse;
import io.tidegate.codec.ocpp.json.v21.NotifyEventRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyReportRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyReportResponse;
import io.tidegate.codec.ocpp.json.v21.PullDynamicScheduleUpdateRequest;
import io.tidegate.codec.ocpp.json.v21.ReportDERControlRequest;
import io.tidegate.codec.ocpp.json.v21.SecurityEventNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.SecurityEventNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.SignCertificateRequest;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a station's requests: one desk for each action, one answer for each request. */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  /** A longer answer is not kept for a repetition: the request is then done again. */
  private static final int LONGEST_KEPT = 1_024;

  private final Language language;
  private final Entrance entrance;
  private final Watchman watchman;
  private final Ears ears;
  private final InstantSource time;
  private final Map<Class<?>, Desk> desks = new HashMap<>();

  /** Answers one kind of request. Does not block. */
  @FunctionalInterface
  private interface Desk {
    CompletionStage<Answer> answer(Line line, Heard heard);
  }

  @FunctionalInterface
  private interface Typed<R> {
    CompletionStage<Answer> answer(Line line, R request);
  }

  private record Served(Heard heard, Answer answer) {}

  Reception(
      Language language,
      Entrance entrance,
      TransactionDesk transactions,
      Reports reports,
      Authorisation authorisation,
      Certification certification,
      Permits permits,
      GridDesk grid,
      Watchman watchman,
      Ears ears,
      InstantSource time) {
    this.language = language;
    this.entrance = entrance;
    this.watchman = watchman;
    this.ears = ears;
    this.time = time;
    on(BootNotificationRequest.class, entrance::boot);
    desks.put(
        TransactionEventRequest.class,
        (line, heard) ->
            transactions.answer(line, heard.call(), (TransactionEventRequest) heard.message()));
    on(HeartbeatRequest.class, this::heartbeat);
    on(
        AuthorizeRequest.class,
        (line, request) ->
            authorisation
                .of(line, 0, request.idToken(), OptionalInt.empty())
                .thenApply(
                    info ->
                        new Answer(
                            new AuthorizeResponse(
                                info,
                                Optional.empty(),
                                info.status() == AuthorizationStatus.ACCEPTED
                                    ? permits.authorised(line)
                                    : List.of()),
                            () -> {})));
    on(NotifyDERAlarmRequest.class, grid::alarm);
    on(NotifyDERStartStopRequest.class, grid::startStop);
    on(ReportDERControlRequest.class, grid::controls);
    on(PullDynamicScheduleUpdateRequest.class, grid::pull);
    on(StatusNotificationRequest.class, reports::status);
    on(MeterValuesRequest.class, reports::meterValues);
    on(NotifyEVChargingNeedsRequest.class, reports::needs);
    on(NotifyChargingLimitRequest.class, reports::limit);
    on(ClearedChargingLimitRequest.class, reports::limitCleared);
    on(NotifyEventRequest.class, reports::events);
    on(SecurityEventNotificationRequest.class, this::securityEvent);
    on(SignCertificateRequest.class, certification.signing()::sign);
    on(GetCertificateStatusRequest.class, certification.status()::status);
    on(GetCertificateChainStatusRequest.class, certification.status()::chain);
    on(Get15118EVCertificateRequest.class, certification.status()::contract);
    on(
        NotifyEVChargingScheduleRequest.class,
        (line, request) ->
            Answer.of(
                new NotifyEVChargingScheduleResponse(GenericStatus.ACCEPTED, Optional.empty())));
    on(NotifyReportRequest.class, (line, request) -> Answer.of(new NotifyReportResponse()));
    on(
        FirmwareStatusNotificationRequest.class,
        (line, request) -> {
          LOG.info("Station {}: firmware {}", line.station(), request.status());
          return Answer.of(new FirmwareStatusNotificationResponse());
        });
    on(
        LogStatusNotificationRequest.class,
        (line, request) -> Answer.of(new LogStatusNotificationResponse()));
    on(
        DataTransferRequest.class,
        (line, request) ->
            Answer.of(
                new DataTransferResponse(
                    DataTransferStatus.UNKNOWN_VENDOR_ID, Optional.empty(), Optional.empty())));
  }

  private <R extends Record & Request> void on(Class<R> type, Typed<R> desk) {
    desks.put(type, (line, heard) -> desk.answer(line, type.cast(heard.message())));
  }

  private CompletionStage<Answer> heartbeat(Line line, HeartbeatRequest request) {
    line.change(s -> s.clock(s.clock().unsettled()));
    return Answer.of(new HeartbeatResponse(Stamp.of(time.instant())));
  }

  private CompletionStage<Answer> securityEvent(Line line, SecurityEventNotificationRequest event) {
    LOG.warn(
        "Station {} reports the security event {}",
        line.station(),
        Entrance.printable(event.type()));
    String detail = event.techInfo().map(info -> ": " + info).orElse("");
    watchman.reported(
        line, event.type(), "Reported by the station, " + event.timestamp().at() + detail);
    return Answer.of(new SecurityEventNotificationResponse());
  }

  /**
   * Answers the request; completes when the answer is with the socket.
   *
   * @param text the whole message
   */
  CompletionStage<Void> serve(Line line, Frame.Call call, String text) {
    int hash = text.hashCode();
    Optional<String> before = line.state().answerTo(call.id(), hash);
    if (before.isPresent()) {
      LOG.info("Station {}: request came twice and was done once", line.station());
      line.mailbox().reply(before.get());
      return CompletableFuture.completedStage(null);
    }
    line.hold();
    return language
        .interpret(Hearing.of(line), call)
        .thenCompose(heard -> admitted(line, heard).thenApply(a -> new Served(heard, a)))
        .handle(
            (served, failure) -> {
              try {
                if (failure == null) {
                  reply(line, served, hash);
                }
              } finally {
                line.settle();
              }
              if (failure == null) {
                language.answered(line.station(), call);
                served.answer().then().run();
              } else {
                refuse(line, call, failure);
                language.answered(line.station(), call);
              }
              return null;
            });
  }

  private CompletionStage<Answer> admitted(Line line, Heard heard) {
    // who comes with an expired certificate may renew it and do nothing else (A00.FR.429)
    boolean boots =
        heard.message() instanceof BootNotificationRequest
            || (heard.message() instanceof SignCertificateRequest && Entrance.expired(line));
    CompletionStage<Boolean> admitted =
        boots ? CompletableFuture.completedStage(true) : entrance.admits(line);
    return admitted.thenCompose(
        yes ->
            yes
                ? ears.said(line.station(), heard).thenCompose(done -> answer(line, heard))
                : Answer.refuse(
                    new Violation(
                        RpcErrorCode.SECURITY_ERROR,
                        "The station must boot and be accepted first")));
  }

  private CompletionStage<Answer> answer(Line line, Heard heard) {
    Desk desk = desks.get(heard.message().getClass());
    if (desk == null && Notices.include(heard.call().action())) {
      return Notices.take(line, heard);
    }
    if (desk == null) {
      return Answer.refuse(
          new Violation(RpcErrorCode.NOT_SUPPORTED, "The action is known and not offered"));
    }
    try {
      return desk.answer(line, heard);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void reply(Line line, Served served, int hash) {
    Request message = served.heard().message();
    String id = served.heard().call().id();
    Record response = served.heard().answer().apply(served.answer().response());
    String text =
        response instanceof Notices.Taken
            ? Protocol.emptyResult(id)
            : language.result(line.station(), id, response);
    boolean keep =
        !(message instanceof BootNotificationRequest) && !(message instanceof HeartbeatRequest);
    if (keep && text.length() <= LONGEST_KEPT) {
      line.change(s -> s.replied(new StationState.Replied(id, hash, text)));
    }
    line.mailbox().reply(text);
  }

  private void refuse(Line line, Frame.Call call, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Violation violation) {
      LOG.info("Station {}: {} refused: {}", line.station(), call.action(), cause.getMessage());
      line.mailbox()
          .reply(language.protocol().failure(call.id(), violation.code(), violation.getMessage()));
    } else {
      LOG.error("Station {}: {} could not be served", line.station(), call.action(), cause);
      line.mailbox()
          .reply(
              language
                  .protocol()
                  .failure(
                      call.id(),
                      RpcErrorCode.INTERNAL_ERROR,
                      "The request could not be served now"));
    }
  }
}
