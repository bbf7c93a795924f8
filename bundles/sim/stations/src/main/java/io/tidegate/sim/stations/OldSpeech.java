package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v16.ChargePointErrorCode;
import io.tidegate.codec.ocpp.json.v16.ChargePointStatus;
import io.tidegate.codec.ocpp.json.v16.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v16.MeterValuesRequest;
import io.tidegate.codec.ocpp.json.v16.Ocpp16;
import io.tidegate.codec.ocpp.json.v16.StartTransactionRequest;
import io.tidegate.codec.ocpp.json.v16.StartTransactionResponse;
import io.tidegate.codec.ocpp.json.v16.StopReason;
import io.tidegate.codec.ocpp.json.v16.StopTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.BootNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.BootNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.RegistrationStatus;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * OCPP 1.6: transactions get a number from the site, values are text, and there are no words for a
 * vehicle's needs, a driver's permission or a derate: those are not said. Thread-confined.
 */
final class OldSpeech implements Speech {
  private static final int TAG_LENGTH = 20;

  private final Protocol protocol = Ocpp16.protocol();
  // by the station's own name of the transaction
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<StartTransactionRequest, String> starting = new HashMap<>();
  private final OldRequests requests = new OldRequests(numbers);

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public Optional<Record> say(Record request) {
    if (request instanceof BootNotificationRequest r) {
      Optional<String> no = Optional.empty();
      return Optional.of(
          new io.tidegate.codec.ocpp.json.v16.BootNotificationRequest(
              r.chargingStation().vendorName(),
              r.chargingStation().model(),
              r.chargingStation().serialNumber(),
              no,
              r.chargingStation().firmwareVersion(),
              no,
              no,
              no,
              no));
    }
    if (request instanceof io.tidegate.codec.ocpp.json.v21.HeartbeatRequest) {
      return Optional.of(new HeartbeatRequest());
    }
    if (request instanceof StatusNotificationRequest r) {
      return Optional.of(
          new io.tidegate.codec.ocpp.json.v16.StatusNotificationRequest(
              r.evseId(),
              ChargePointErrorCode.NO_ERROR,
              r.connectorStatus() == ConnectorStatus.AVAILABLE
                  ? ChargePointStatus.AVAILABLE
                  : ChargePointStatus.CHARGING,
              Optional.empty(),
              Optional.of(r.timestamp()),
              Optional.empty(),
              Optional.empty()));
    }
    return request instanceof TransactionEventRequest r ? event(r) : Optional.empty();
  }

  private Optional<Record> event(TransactionEventRequest event) {
    String name = event.transactionInfo().transactionId();
    return switch (event.eventType()) {
      case STARTED -> Optional.of(started(event, name));
      case UPDATED ->
          Optional.of(
              number(name).isPresent()
                  ? new MeterValuesRequest(
                      event.evse().orElseThrow().id(),
                      OldMeters.of(event.meterValue()),
                      number(name))
                  // its start was lost with the connection
                  : started(event, name));
      case ENDED ->
          number(name).isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new StopTransactionRequest(
                      OldMeters.registerWh(event.meterValue()),
                      event.timestamp(),
                      numbers.get(name),
                      Optional.empty(),
                      Optional.of(StopReason.EV_DISCONNECTED),
                      OldMeters.of(event.meterValue())));
    };
  }

  private OptionalInt number(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private Record started(TransactionEventRequest event, String name) {
    String tag = event.idToken().map(IdToken::idToken).orElse("TG-" + name);
    StartTransactionRequest start =
        new StartTransactionRequest(
            event.evse().orElseThrow().id(),
            tag.substring(0, Math.min(tag.length(), TAG_LENGTH)),
            OldMeters.registerWh(event.meterValue()),
            event.timestamp(),
            OptionalInt.empty());
    starting.put(start, name);
    return start;
  }

  @Override
  public void heard(Record request, String payload) throws Violation {
    if (request instanceof StartTransactionRequest start) {
      numbers.put(
          starting.remove(start),
          protocol.response(StartTransactionResponse.class, payload).transactionId());
    } else if (request instanceof StopTransactionRequest stop) {
      numbers.values().remove(stop.transactionId());
    }
  }

  @Override
  public BootNotificationResponse booted(String payload) throws Violation {
    var answer =
        protocol.response(io.tidegate.codec.ocpp.json.v16.BootNotificationResponse.class, payload);
    return new BootNotificationResponse(
        answer.currentTime(),
        answer.interval(),
        RegistrationStatus.valueOf(answer.status().name()),
        Optional.empty());
  }

  @Override
  public Record answer(Request request, Function<Request, Record> acts) {
    return requests.answer(request, acts);
  }
}
