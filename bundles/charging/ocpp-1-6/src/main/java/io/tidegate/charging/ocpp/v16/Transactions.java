package io.tidegate.charging.ocpp.v16;

import io.tidegate.charging.ocpp.dialect.Heard;
import io.tidegate.charging.ocpp.dialect.Hearing;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v16.AuthorizationStatus;
import io.tidegate.codec.ocpp.json.v16.IdTagInfo;
import io.tidegate.codec.ocpp.json.v16.MeterValuesRequest;
import io.tidegate.codec.ocpp.json.v16.MeterValuesResponse;
import io.tidegate.codec.ocpp.json.v16.StartTransactionRequest;
import io.tidegate.codec.ocpp.json.v16.StartTransactionResponse;
import io.tidegate.codec.ocpp.json.v16.StopReason;
import io.tidegate.codec.ocpp.json.v16.StopTransactionRequest;
import io.tidegate.codec.ocpp.json.v16.StopTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.ChargingState;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.MeterValue;
import io.tidegate.codec.ocpp.json.v21.ReadingContext;
import io.tidegate.codec.ocpp.json.v21.StoppedReason;
import io.tidegate.codec.ocpp.json.v21.Transaction;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventResponse;
import io.tidegate.codec.ocpp.json.v21.TransactionEventType;
import io.tidegate.codec.ocpp.json.v21.TriggerReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * StartTransaction, MeterValues and StopTransaction as the events of one transaction. Thread-safe,
 * never blocks.
 */
final class Transactions {
  /** 1.6 does not say that a message waited in its queue; one so old did. */
  private static final Duration QUEUED = Duration.ofSeconds(60);

  private static final IdTagInfo UNKNOWN =
      new IdTagInfo(AuthorizationStatus.INVALID, Optional.empty(), Optional.empty());

  private final Numbers numbers;
  private final InstantSource time;

  Transactions(Numbers numbers, InstantSource time) {
    this.numbers = numbers;
    this.time = time;
  }

  CompletionStage<Heard> started(Hearing hearing, Frame.Call call, StartTransactionRequest start) {
    int id =
        Numbers.transaction(
            hearing.station(),
            start.connectorId()
                + "\n"
                + start.idTag()
                + '\n'
                + start.meterStart()
                + '\n'
                + start.timestamp().at());
    TransactionEventRequest event =
        event(
            TransactionEventType.STARTED,
            start.timestamp(),
            queued(hearing, start.timestamp()),
            new Event(0, Integer.toString(id), Optional.empty(), start.connectorId()),
            Optional.of(Tokens.of(start.idTag())),
            List.of(
                Meters.register(
                    start.meterStart(), start.timestamp(), ReadingContext.TRANSACTION_BEGIN)));
    return CompletableFuture.completedStage(
        new Heard(
            call,
            start.reservationId().isPresent() ? reserved(event, start.reservationId()) : event,
            answer -> new StartTransactionResponse(info(answer).orElse(UNKNOWN), id)));
  }

  private static TransactionEventRequest reserved(TransactionEventRequest event, OptionalInt id) {
    return new TransactionEventRequest(
        event.eventType(),
        event.timestamp(),
        event.triggerReason(),
        event.seqNo(),
        event.offline(),
        event.numberOfPhasesUsed(),
        event.transactionInfo(),
        event.evse(),
        event.idToken(),
        event.meterValue(),
        event.cableMaxCurrent(),
        id,
        event.preconditioningStatus(),
        event.evseSleep(),
        event.customData());
  }

  CompletionStage<Heard> metered(Hearing hearing, Frame.Call call, MeterValuesRequest values) {
    Optional<String> transaction = transaction(hearing, values);
    if (transaction.isEmpty()) {
      return CompletableFuture.completedStage(plain(call, values, Meters.of(values.meterValue())));
    }
    return numbers
        .updated(hearing, transaction.get(), Numbers.fingerprint(call.payload()))
        .thenApply(
            number ->
                number.isEmpty()
                    // told after the end: the end has said it all
                    ? plain(call, values, List.of())
                    : metered(hearing, call, values, transaction.get(), number.getAsInt()));
  }

  private Heard metered(
      Hearing hearing, Frame.Call call, MeterValuesRequest values, String id, int number) {
    Stamp last =
        values.meterValue().isEmpty()
            ? Stamp.of(time.instant())
            : values.meterValue().get(values.meterValue().size() - 1).timestamp();
    TransactionEventRequest event =
        event(
            TransactionEventType.UPDATED,
            last,
            queued(hearing, last),
            new Event(number, id, Optional.empty(), values.connectorId()),
            Optional.empty(),
            Meters.of(values.meterValue()));
    return new Heard(call, event, answer -> new MeterValuesResponse());
  }

  private static Heard plain(
      Frame.Call call, MeterValuesRequest values, List<MeterValue> measured) {
    return new Heard(
        call,
        new io.tidegate.codec.ocpp.json.v21.MeterValuesRequest(
            values.connectorId(), measured, Optional.empty()),
        answer -> new MeterValuesResponse());
  }

  /**
   * A station that has not heard its transaction's id yet says 0 or −1: then it is the connector's.
   */
  private static Optional<String> transaction(Hearing hearing, MeterValuesRequest values) {
    if (values.transactionId().isEmpty()) {
      return Optional.empty();
    }
    int id = values.transactionId().getAsInt();
    return id > 0
        ? Optional.of(Integer.toString(id))
        : hearing.at(values.connectorId()).map(Hearing.Running::transaction);
  }

  CompletionStage<Heard> stopped(Hearing hearing, Frame.Call call, StopTransactionRequest stop) {
    String id = Integer.toString(stop.transactionId());
    return numbers
        .ended(hearing, id, Numbers.fingerprint(call.payload()))
        .thenApply(number -> stopped(hearing, call, stop, number));
  }

  private Heard stopped(Hearing hearing, Frame.Call call, StopTransactionRequest stop, int number) {
    String id = Integer.toString(stop.transactionId());
    List<MeterValue> measured = new ArrayList<>(Meters.lasting(stop.transactionData()));
    measured.add(
        Meters.register(stop.meterStop(), stop.timestamp(), ReadingContext.TRANSACTION_END));
    TransactionEventRequest event =
        event(
            TransactionEventType.ENDED,
            stop.timestamp(),
            queued(hearing, stop.timestamp()),
            new Event(number, id, Optional.of(reason(stop)), 0),
            stop.idTag().map(Tokens::of),
            measured);
    return new Heard(
        call,
        event,
        answer ->
            new StopTransactionResponse(
                stop.idTag().isPresent() ? info(answer) : Optional.empty()));
  }

  private static Optional<IdTagInfo> info(Record answer) {
    return ((TransactionEventResponse) answer).idTokenInfo().map(Tokens::info);
  }

  private boolean queued(Hearing hearing, Stamp at) {
    return hearing
        .clock()
        .filter(ahead -> at.at().isBefore(time.instant().plus(ahead).minus(QUEUED)))
        .isPresent();
  }

  /**
   * @param connector 0 when it is not said
   */
  private record Event(
      int number, String transaction, Optional<StoppedReason> reason, int connector) {}

  private static TransactionEventRequest event(
      TransactionEventType type,
      Stamp at,
      boolean queued,
      Event event,
      Optional<IdToken> token,
      List<MeterValue> measured) {
    boolean ended = type == TransactionEventType.ENDED;
    return new TransactionEventRequest(
        type,
        at,
        trigger(type),
        event.number(),
        queued,
        OptionalInt.empty(),
        new Transaction(
            event.transaction(),
            Optional.of(ended ? ChargingState.IDLE : ChargingState.CHARGING),
            OptionalInt.empty(),
            event.reason(),
            OptionalInt.empty(),
            Optional.empty()),
        event.connector() > 0
            ? Optional.of(new Evse(event.connector(), OptionalInt.of(1)))
            : Optional.empty(),
        token,
        measured,
        Optional.empty());
  }

  private static TriggerReason trigger(TransactionEventType type) {
    return switch (type) {
      case STARTED -> TriggerReason.AUTHORIZED;
      case UPDATED -> TriggerReason.METER_VALUE_PERIODIC;
      case ENDED -> TriggerReason.STOP_AUTHORIZED;
    };
  }

  /** Local when absent (1.6 §6.45). */
  private static StoppedReason reason(StopTransactionRequest stop) {
    return switch (stop.reason().orElse(StopReason.LOCAL)) {
      case DE_AUTHORIZED -> StoppedReason.DE_AUTHORIZED;
      case EMERGENCY_STOP -> StoppedReason.EMERGENCY_STOP;
      case EV_DISCONNECTED -> StoppedReason.EV_DISCONNECTED;
      case HARD_RESET, SOFT_RESET -> StoppedReason.IMMEDIATE_RESET;
      case LOCAL -> StoppedReason.LOCAL;
      case POWER_LOSS -> StoppedReason.POWER_LOSS;
      case REBOOT -> StoppedReason.REBOOT;
      case REMOTE -> StoppedReason.REMOTE;
      case OTHER, UNLOCK_COMMAND -> StoppedReason.OTHER;
    };
  }
}
