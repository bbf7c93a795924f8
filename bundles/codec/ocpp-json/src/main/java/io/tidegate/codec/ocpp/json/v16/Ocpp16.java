package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Version;
import java.util.List;

/** OCPP 1.6 with the security white paper as a {@link Protocol}, for either side of it. */
public final class Ocpp16 {
  /** WebSocket subprotocol. */
  public static final String SUBPROTOCOL = "ocpp1.6";

  private static final List<Class<? extends Record>> MESSAGES =
      List.of(
          AuthorizeRequest.class,
          AuthorizeResponse.class,
          BootNotificationRequest.class,
          BootNotificationResponse.class,
          CancelReservationRequest.class,
          CancelReservationResponse.class,
          CertificateSignedRequest.class,
          CertificateSignedResponse.class,
          ChangeAvailabilityRequest.class,
          ChangeAvailabilityResponse.class,
          ChangeConfigurationRequest.class,
          ChangeConfigurationResponse.class,
          ClearCacheRequest.class,
          ClearCacheResponse.class,
          ClearChargingProfileRequest.class,
          ClearChargingProfileResponse.class,
          DataTransferRequest.class,
          DataTransferResponse.class,
          DeleteCertificateRequest.class,
          DeleteCertificateResponse.class,
          DiagnosticsStatusNotificationRequest.class,
          DiagnosticsStatusNotificationResponse.class,
          ExtendedTriggerMessageRequest.class,
          ExtendedTriggerMessageResponse.class,
          FirmwareStatusNotificationRequest.class,
          FirmwareStatusNotificationResponse.class,
          GetCompositeScheduleRequest.class,
          GetCompositeScheduleResponse.class,
          GetConfigurationRequest.class,
          GetConfigurationResponse.class,
          GetDiagnosticsRequest.class,
          GetDiagnosticsResponse.class,
          GetInstalledCertificateIdsRequest.class,
          GetInstalledCertificateIdsResponse.class,
          GetLocalListVersionRequest.class,
          GetLocalListVersionResponse.class,
          GetLogRequest.class,
          GetLogResponse.class,
          HeartbeatRequest.class,
          HeartbeatResponse.class,
          InstallCertificateRequest.class,
          InstallCertificateResponse.class,
          LogStatusNotificationRequest.class,
          LogStatusNotificationResponse.class,
          MeterValuesRequest.class,
          MeterValuesResponse.class,
          RemoteStartTransactionRequest.class,
          RemoteStartTransactionResponse.class,
          RemoteStopTransactionRequest.class,
          RemoteStopTransactionResponse.class,
          ReserveNowRequest.class,
          ReserveNowResponse.class,
          ResetRequest.class,
          ResetResponse.class,
          SecurityEventNotificationRequest.class,
          SecurityEventNotificationResponse.class,
          SendLocalListRequest.class,
          SendLocalListResponse.class,
          SetChargingProfileRequest.class,
          SetChargingProfileResponse.class,
          SignCertificateRequest.class,
          SignCertificateResponse.class,
          SignedFirmwareStatusNotificationRequest.class,
          SignedFirmwareStatusNotificationResponse.class,
          SignedUpdateFirmwareRequest.class,
          SignedUpdateFirmwareResponse.class,
          StartTransactionRequest.class,
          StartTransactionResponse.class,
          StatusNotificationRequest.class,
          StatusNotificationResponse.class,
          StopTransactionRequest.class,
          StopTransactionResponse.class,
          TriggerMessageRequest.class,
          TriggerMessageResponse.class,
          UnlockConnectorRequest.class,
          UnlockConnectorResponse.class,
          UpdateFirmwareRequest.class,
          UpdateFirmwareResponse.class);

  private Ocpp16() {}

  /** All requests and responses. */
  public static List<Class<? extends Record>> messages() {
    return MESSAGES;
  }

  /** Reads the table, a few milliseconds; keep the result. */
  public static Protocol protocol() {
    return new Protocol(Version.OCPP_1_6, MESSAGES, false);
  }
}
