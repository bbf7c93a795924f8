package io.tidegate.charging.ocpp.v16;

import io.tidegate.charging.ocpp.dialect.Heard;
import io.tidegate.charging.ocpp.dialect.Hearing;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.RawJson;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v16.AuthorizeRequest;
import io.tidegate.codec.ocpp.json.v16.AuthorizeResponse;
import io.tidegate.codec.ocpp.json.v16.BootNotificationRequest;
import io.tidegate.codec.ocpp.json.v16.BootNotificationResponse;
import io.tidegate.codec.ocpp.json.v16.DataTransferRequest;
import io.tidegate.codec.ocpp.json.v16.DataTransferResponse;
import io.tidegate.codec.ocpp.json.v16.DataTransferStatus;
import io.tidegate.codec.ocpp.json.v16.DiagnosticsStatus;
import io.tidegate.codec.ocpp.json.v16.DiagnosticsStatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v16.DiagnosticsStatusNotificationResponse;
import io.tidegate.codec.ocpp.json.v16.FirmwareStatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v16.FirmwareStatusNotificationResponse;
import io.tidegate.codec.ocpp.json.v16.GenericStatus;
import io.tidegate.codec.ocpp.json.v16.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v16.HeartbeatResponse;
import io.tidegate.codec.ocpp.json.v16.LogStatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v16.LogStatusNotificationResponse;
import io.tidegate.codec.ocpp.json.v16.MeterValuesRequest;
import io.tidegate.codec.ocpp.json.v16.RegistrationStatus;
import io.tidegate.codec.ocpp.json.v16.SecurityEventNotificationRequest;
import io.tidegate.codec.ocpp.json.v16.SecurityEventNotificationResponse;
import io.tidegate.codec.ocpp.json.v16.SignCertificateRequest;
import io.tidegate.codec.ocpp.json.v16.SignCertificateResponse;
import io.tidegate.codec.ocpp.json.v16.SignedFirmwareStatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v16.SignedFirmwareStatusNotificationResponse;
import io.tidegate.codec.ocpp.json.v16.StartTransactionRequest;
import io.tidegate.codec.ocpp.json.v16.StatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v16.StatusNotificationResponse;
import io.tidegate.codec.ocpp.json.v16.StopTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.BootReason;
import io.tidegate.codec.ocpp.json.v21.ChargingStation;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import io.tidegate.codec.ocpp.json.v21.FirmwareStatus;
import io.tidegate.codec.ocpp.json.v21.Modem;
import io.tidegate.codec.ocpp.json.v21.UploadLogStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a station of 1.6 means, in the words of 2.1. A connector becomes an EVSE of one connector:
 * 1.6 lets each connector charge by itself. Thread-safe, never blocks.
 */
final class Interpreter {
  private final Transactions transactions;
  private final InstantSource time;

  Interpreter(Numbers numbers, InstantSource time) {
    transactions = new Transactions(numbers, time);
    this.time = time;
  }

  CompletionStage<Heard> interpret(Hearing hearing, Frame.Call call) {
    Request message = call.message();
    if (message instanceof StartTransactionRequest start) {
      return transactions.started(hearing, call, start);
    }
    if (message instanceof MeterValuesRequest values) {
      return transactions.metered(hearing, call, values);
    }
    if (message instanceof StopTransactionRequest stop) {
      return transactions.stopped(hearing, call, stop);
    }
    return CompletableFuture.completedStage(
        simple(hearing, call, message).orElseGet(() -> Heard.asItIs(call)));
  }

  private Optional<Heard> simple(Hearing hearing, Frame.Call call, Request message) {
    if (message instanceof HeartbeatRequest) {
      return heard(call, new io.tidegate.codec.ocpp.json.v21.HeartbeatRequest(), Interpreter::time);
    }
    if (message instanceof BootNotificationRequest boot) {
      return Optional.of(boot(call, boot));
    }
    if (message instanceof StatusNotificationRequest status) {
      return heard(call, status(hearing, status), new StatusNotificationResponse());
    }
    if (message instanceof AuthorizeRequest request) {
      return Optional.of(
          new Heard(
              call,
              new io.tidegate.codec.ocpp.json.v21.AuthorizeRequest(Tokens.of(request.idTag())),
              answer ->
                  new AuthorizeResponse(
                      Tokens.info(
                          ((io.tidegate.codec.ocpp.json.v21.AuthorizeResponse) answer)
                              .idTokenInfo()))));
    }
    if (message instanceof DataTransferRequest data) {
      return Optional.of(data(call, data));
    }
    return security(call, message);
  }

  /** Progress of uploads and updates, and the security white paper. */
  private static Optional<Heard> security(Frame.Call call, Request message) {
    if (message instanceof SecurityEventNotificationRequest event) {
      return heard(
          call,
          new io.tidegate.codec.ocpp.json.v21.SecurityEventNotificationRequest(
              event.type(), event.timestamp(), event.techInfo()),
          new SecurityEventNotificationResponse());
    }
    if (message instanceof FirmwareStatusNotificationRequest status) {
      return heard(
          call,
          firmware(status.status().name(), OptionalInt.empty()),
          new FirmwareStatusNotificationResponse());
    }
    if (message instanceof SignedFirmwareStatusNotificationRequest status) {
      return heard(
          call,
          firmware(status.status().name(), status.requestId()),
          new SignedFirmwareStatusNotificationResponse());
    }
    if (message instanceof LogStatusNotificationRequest status) {
      return heard(
          call,
          log(UploadLogStatus.valueOf(status.status().name()), status.requestId()),
          new LogStatusNotificationResponse());
    }
    if (message instanceof DiagnosticsStatusNotificationRequest status) {
      return heard(
          call,
          log(upload(status.status()), OptionalInt.empty()),
          new DiagnosticsStatusNotificationResponse());
    }
    if (message instanceof SignCertificateRequest request) {
      return Optional.of(certificate(call, request));
    }
    return Optional.empty();
  }

  private static Optional<Heard> heard(Frame.Call call, Request message, Record answer) {
    return Optional.of(new Heard(call, message, any -> answer));
  }

  private static Optional<Heard> heard(
      Frame.Call call, Request message, java.util.function.UnaryOperator<Record> answer) {
    return Optional.of(new Heard(call, message, answer));
  }

  private static Record time(Record answer) {
    return new HeartbeatResponse(
        ((io.tidegate.codec.ocpp.json.v21.HeartbeatResponse) answer).currentTime());
  }

  private static Heard boot(Frame.Call call, BootNotificationRequest boot) {
    boolean modem = boot.iccid().isPresent() || boot.imsi().isPresent();
    ChargingStation station =
        new ChargingStation(
            boot.chargePointModel(),
            boot.chargePointVendor(),
            boot.chargePointSerialNumber().or(boot::chargeBoxSerialNumber),
            boot.firmwareVersion(),
            modem ? Optional.of(new Modem(boot.iccid(), boot.imsi())) : Optional.empty());
    return new Heard(
        call,
        new io.tidegate.codec.ocpp.json.v21.BootNotificationRequest(BootReason.UNKNOWN, station),
        answer -> {
          var response = (io.tidegate.codec.ocpp.json.v21.BootNotificationResponse) answer;
          return new BootNotificationResponse(
              RegistrationStatus.valueOf(response.status().name()),
              response.currentTime(),
              response.interval());
        });
  }

  /** A status without a time says nothing of the station's clock. */
  private io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest status(
      Hearing hearing, StatusNotificationRequest status) {
    Stamp at =
        status
            .timestamp()
            .orElseGet(() -> Stamp.of(time.instant().plus(hearing.clock().orElse(Duration.ZERO))));
    ConnectorStatus means =
        switch (status.status()) {
          case AVAILABLE -> ConnectorStatus.AVAILABLE;
          case PREPARING, CHARGING, SUSPENDED_EVSE, SUSPENDED_EV, FINISHING ->
              ConnectorStatus.OCCUPIED;
          case RESERVED -> ConnectorStatus.RESERVED;
          case UNAVAILABLE -> ConnectorStatus.UNAVAILABLE;
          case FAULTED -> ConnectorStatus.FAULTED;
        };
    return new io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest(
        at, means, status.connectorId(), 1);
  }

  private static Heard data(Frame.Call call, DataTransferRequest data) {
    return new Heard(
        call,
        new io.tidegate.codec.ocpp.json.v21.DataTransferRequest(
            data.vendorId(), data.messageId(), data.data().map(Interpreter::quoted)),
        answer -> {
          var response = (io.tidegate.codec.ocpp.json.v21.DataTransferResponse) answer;
          return new DataTransferResponse(
              DataTransferStatus.valueOf(response.status().name()),
              response.data().map(RawJson::text));
        });
  }

  /** A text as JSON; only these two and controls need an escape. */
  private static RawJson quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return new RawJson(out.append('"').toString());
  }

  private static io.tidegate.codec.ocpp.json.v21.FirmwareStatusNotificationRequest firmware(
      String status, OptionalInt request) {
    return new io.tidegate.codec.ocpp.json.v21.FirmwareStatusNotificationRequest(
        FirmwareStatus.valueOf(status), request);
  }

  private static io.tidegate.codec.ocpp.json.v21.LogStatusNotificationRequest log(
      UploadLogStatus status, OptionalInt request) {
    return new io.tidegate.codec.ocpp.json.v21.LogStatusNotificationRequest(status, request);
  }

  private static UploadLogStatus upload(DiagnosticsStatus status) {
    return switch (status) {
      case IDLE -> UploadLogStatus.IDLE;
      case UPLOADED -> UploadLogStatus.UPLOADED;
      case UPLOAD_FAILED -> UploadLogStatus.UPLOAD_FAILURE;
      case UPLOADING -> UploadLogStatus.UPLOADING;
    };
  }

  private static Heard certificate(Frame.Call call, SignCertificateRequest request) {
    return new Heard(
        call,
        new io.tidegate.codec.ocpp.json.v21.SignCertificateRequest(
            request.csr(), Optional.empty(), Optional.empty(), OptionalInt.empty()),
        answer ->
            new SignCertificateResponse(
                GenericStatus.valueOf(
                    ((io.tidegate.codec.ocpp.json.v21.SignCertificateResponse) answer)
                        .status()
                        .name())));
  }
}
