package io.tidegate.charging.ocpp.v16;

import io.tidegate.charging.ocpp.dialect.Language.Wording;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.v16.ChangeConfigurationRequest;
import io.tidegate.codec.ocpp.json.v16.ExtendedMessageTrigger;
import io.tidegate.codec.ocpp.json.v16.ExtendedTriggerMessageRequest;
import io.tidegate.codec.ocpp.json.v16.GetConfigurationRequest;
import io.tidegate.codec.ocpp.json.v16.MessageTrigger;
import io.tidegate.codec.ocpp.json.v16.RemoteStartTransactionRequest;
import io.tidegate.codec.ocpp.json.v16.RemoteStopTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.CertificateSignedRequest;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.GetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.SetVariableData;
import io.tidegate.codec.ocpp.json.v21.SetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the engine asks of a station, in the words of 1.6. Thread-safe. */
final class Wordings {
  /** Requests that 1.6 has words for. */
  static final Set<Class<? extends Record>> KNOWN =
      Set.of(
          CertificateSignedRequest.class,
          SetChargingProfileRequest.class,
          GetCompositeScheduleRequest.class,
          TriggerMessageRequest.class,
          SetVariablesRequest.class,
          GetVariablesRequest.class,
          RequestStartTransactionRequest.class,
          RequestStopTransactionRequest.class);

  private static final int TAG_LENGTH = 20;

  /**
   * What is asked to be measured. A station refuses a list for one word that it does not know, so
   * the modest list goes first and stays when the others are refused.
   */
  private static final List<String> MEASURANDS =
      List.of(
          "Energy.Active.Import.Register,Power.Active.Import",
          "Energy.Active.Import.Register,Power.Active.Import,Current.Import",
          "Energy.Active.Import.Register,Power.Active.Import,Current.Import,SoC");

  private final Protocol protocol;

  Wordings(Protocol protocol) {
    this.protocol = protocol;
  }

  /** One message, several, or none when 1.6 cannot say it. */
  List<Wording> of(Record request) {
    List<Record> said;
    if (request instanceof SetChargingProfileRequest profile) {
      said = Profiles.of(profile).stream().<Record>map(p -> p).toList();
    } else if (request instanceof GetCompositeScheduleRequest composite) {
      said = List.of(Profiles.composite(composite));
    } else if (request instanceof TriggerMessageRequest trigger) {
      said = trigger(trigger).stream().toList();
    } else if (request instanceof SetVariablesRequest variables) {
      said = changes(variables);
    } else if (request instanceof GetVariablesRequest variables) {
      said = question(variables);
    } else if (request instanceof RequestStartTransactionRequest start) {
      said = start(start);
    } else if (request instanceof RequestStopTransactionRequest stop) {
      said = stop(stop);
    } else if (request instanceof CertificateSignedRequest signed) {
      said =
          List.of(
              new io.tidegate.codec.ocpp.json.v16.CertificateSignedRequest(
                  signed.certificateChain()));
    } else {
      said = List.of();
    }
    return said.stream().map(this::wording).toList();
  }

  private Wording wording(Record message) {
    return new Wording(protocol.action(message.getClass()), protocol.payload(message));
  }

  private static Optional<Record> trigger(TriggerMessageRequest trigger) {
    OptionalInt connector =
        trigger.evse().map(Evse::id).map(OptionalInt::of).orElse(OptionalInt.empty());
    return switch (trigger.requestedMessage()) {
      case BOOT_NOTIFICATION -> plain(MessageTrigger.BOOT_NOTIFICATION, connector);
      case HEARTBEAT -> plain(MessageTrigger.HEARTBEAT, connector);
      case STATUS_NOTIFICATION -> plain(MessageTrigger.STATUS_NOTIFICATION, connector);
      case FIRMWARE_STATUS_NOTIFICATION ->
          plain(MessageTrigger.FIRMWARE_STATUS_NOTIFICATION, connector);
      // the only word of a transaction that can be asked for
      case METER_VALUES, TRANSACTION_EVENT -> plain(MessageTrigger.METER_VALUES, connector);
      case LOG_STATUS_NOTIFICATION ->
          extended(ExtendedMessageTrigger.LOG_STATUS_NOTIFICATION, connector);
      case SIGN_CHARGING_STATION_CERTIFICATE ->
          extended(ExtendedMessageTrigger.SIGN_CHARGE_POINT_CERTIFICATE, connector);
      default -> Optional.empty();
    };
  }

  private static Optional<Record> plain(MessageTrigger message, OptionalInt connector) {
    return Optional.of(
        new io.tidegate.codec.ocpp.json.v16.TriggerMessageRequest(message, connector));
  }

  private static Optional<Record> extended(ExtendedMessageTrigger message, OptionalInt connector) {
    return Optional.of(new ExtendedTriggerMessageRequest(message, connector));
  }

  private static List<Record> changes(SetVariablesRequest variables) {
    List<Record> changes = new ArrayList<>();
    for (SetVariableData data : variables.setVariableData()) {
      Optional<String> key = Keys.of(data.component(), data.variable());
      if (key.isPresent()) {
        List<String> values =
            key.get().equals(Keys.MEASURANDS) && data.component().name().equals("SampledDataCtrlr")
                ? MEASURANDS
                : List.of(data.attributeValue());
        values.forEach(v -> changes.add(new ChangeConfigurationRequest(key.get(), v)));
      }
    }
    return changes;
  }

  private static List<Record> question(GetVariablesRequest variables) {
    List<String> keys =
        variables.getVariableData().stream()
            .flatMap(d -> Keys.of(d.component(), d.variable()).stream())
            .toList();
    return keys.isEmpty() ? List.of() : List.of(new GetConfigurationRequest(keys));
  }

  /** Never with a profile; an id tag of 1.6 is short. */
  private static List<Record> start(RequestStartTransactionRequest start) {
    String tag = start.idToken().idToken();
    boolean sayable = tag.length() <= TAG_LENGTH && start.chargingProfile().isEmpty();
    return sayable
        ? List.of(new RemoteStartTransactionRequest(tag, start.evseId(), Optional.empty()))
        : List.of();
  }

  private static List<Record> stop(RequestStopTransactionRequest stop) {
    OptionalInt id = Profiles.transaction(stop.transactionId());
    return id.isPresent() ? List.of(new RemoteStopTransactionRequest(id.getAsInt())) : List.of();
  }
}
