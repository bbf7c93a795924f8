package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Version;
import java.util.List;

/** OCPP 2.0.1 as a {@link Protocol}, for either side of it. */
public final class Ocpp201 {
  /** WebSocket subprotocol. */
  public static final String SUBPROTOCOL = "ocpp2.0.1";

  private static final List<Class<? extends Record>> MESSAGES =
      List.of(
          BootNotificationRequest.class,
          BootNotificationResponse.class,
          HeartbeatRequest.class,
          HeartbeatResponse.class,
          StatusNotificationRequest.class,
          StatusNotificationResponse.class,
          AuthorizeRequest.class,
          AuthorizeResponse.class,
          TransactionEventRequest.class,
          TransactionEventResponse.class,
          MeterValuesRequest.class,
          MeterValuesResponse.class,
          NotifyEVChargingNeedsRequest.class,
          NotifyEVChargingNeedsResponse.class,
          NotifyEVChargingScheduleRequest.class,
          NotifyEVChargingScheduleResponse.class,
          NotifyChargingLimitRequest.class,
          NotifyChargingLimitResponse.class,
          ClearedChargingLimitRequest.class,
          ClearedChargingLimitResponse.class,
          SecurityEventNotificationRequest.class,
          SecurityEventNotificationResponse.class,
          NotifyReportRequest.class,
          NotifyReportResponse.class,
          NotifyEventRequest.class,
          NotifyEventResponse.class,
          FirmwareStatusNotificationRequest.class,
          FirmwareStatusNotificationResponse.class,
          LogStatusNotificationRequest.class,
          LogStatusNotificationResponse.class,
          DataTransferRequest.class,
          DataTransferResponse.class,
          SetChargingProfileRequest.class,
          SetChargingProfileResponse.class,
          ClearChargingProfileRequest.class,
          ClearChargingProfileResponse.class,
          GetCompositeScheduleRequest.class,
          GetCompositeScheduleResponse.class,
          RequestStartTransactionRequest.class,
          RequestStartTransactionResponse.class,
          RequestStopTransactionRequest.class,
          RequestStopTransactionResponse.class,
          GetTransactionStatusRequest.class,
          GetTransactionStatusResponse.class,
          GetVariablesRequest.class,
          GetVariablesResponse.class,
          SetVariablesRequest.class,
          SetVariablesResponse.class,
          GetBaseReportRequest.class,
          GetBaseReportResponse.class,
          TriggerMessageRequest.class,
          TriggerMessageResponse.class,
          ResetRequest.class,
          ResetResponse.class);

  private Ocpp201() {}

  /** All requests and responses that have a record. */
  public static List<Class<? extends Record>> messages() {
    return MESSAGES;
  }

  /** Reads the table, a few milliseconds; keep the result. */
  public static Protocol protocol() {
    return new Protocol(Version.OCPP_2_0_1, MESSAGES, false);
  }
}
