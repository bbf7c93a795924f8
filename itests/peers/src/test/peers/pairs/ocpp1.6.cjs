// Every action of OCPP 1.6 with the security white paper: the least that may be said, and what is to come of it.
//
// station: what a station starts. `least` is its shortest payload, `full` gives values of the longest one, `gives`
//   is what the answer must hold. `ends` is said last. `refused` would be the error that the gateway answers with.
// site: what the gateway sends. `answer` is the station's, `without` names fields that the longest payload leaves out,
//   `also` are more payloads; `refused` is the code with which the REST API refuses to send any, `moving` are payloads
//   that it refuses since they may raise power.
//
// @param v {now, csr, identity, transaction()}: the last number that a StartTransaction was answered with
"use strict";
const HASH = { hashAlgorithm: "SHA256", issuerNameHash: "aa01", issuerKeyHash: "bb02", serialNumber: "17" };
const ACCEPTED = { status: "Accepted" };
const PROFILE = {
  chargingProfileId: 77,
  stackLevel: 1,
  chargingProfilePurpose: "TxDefaultProfile",
  chargingProfileKind: "Absolute",
  chargingSchedule: { chargingRateUnit: "W", chargingSchedulePeriod: [{ startPeriod: 0, limit: 8.1 }] },
};
const CONFIGURATION = { ChargingScheduleAllowedChargingRateUnit: "Current,Power" };

module.exports = (v) => ({
  station: {
    BootNotification: { least: { chargePointVendor: "ocpp-rpc", chargePointModel: "Strict" }, gives: ACCEPTED },
    Heartbeat: { least: {} },
    StatusNotification: { least: { connectorId: 1, errorCode: "NoError", status: "Preparing" }, full: { connectorId: 1, errorCode: "NoError" } },
    Authorize: { least: { idTag: "PEER-TOKEN" }, gives: { idTagInfo: ACCEPTED } },
    StartTransaction: {
      least: { connectorId: 1, idTag: "PEER-TOKEN", meterStart: 1000, timestamp: v.now() },
      gives: { idTagInfo: ACCEPTED },
    },
    MeterValues: {
      least: { connectorId: 1, meterValue: [{ timestamp: v.now(), sampledValue: [{ value: "1200" }] }] },
      full: {
        connectorId: 1,
        transactionId: v.transaction(),
        meterValue: [{ timestamp: v.now(), sampledValue: [{ value: "61.5", measurand: "SoC", unit: "Percent", format: "Raw", location: "EV" }] }],
      },
    },
    DataTransfer: { least: { vendorId: "com.example" }, gives: { status: "UnknownVendorId" } },
    DiagnosticsStatusNotification: { least: { status: "Uploaded" } },
    FirmwareStatusNotification: { least: { status: "Installed" } },
    LogStatusNotification: { least: { status: "Uploaded" } },
    SecurityEventNotification: { least: { type: "SettingSystemTime", timestamp: v.now() } },
    SignCertificate: { least: { csr: v.csr }, full: { csr: "no request" }, gives: ACCEPTED, fullGives: { status: "Rejected" } },
    SignedFirmwareStatusNotification: { least: { status: "Downloaded" } },
    StopTransaction: {
      ends: true,
      least: { meterStop: 1500, timestamp: v.now(), transactionId: v.transaction() },
      full: { meterStop: 1500, transactionId: v.transaction(), reason: "EVDisconnected",
        transactionData: [{ sampledValue: [{ value: "62", measurand: "SoC", unit: "Percent", format: "Raw", location: "EV" }] }] },
    },
  },
  site: {
    CancelReservation: { least: { reservationId: 1 }, answer: ACCEPTED },
    CertificateSigned: { least: { certificateChain: "a chain" }, answer: ACCEPTED },
    ChangeAvailability: { least: { connectorId: 1, type: "Operative" }, answer: ACCEPTED },
    ChangeConfiguration: { least: { key: "HeartbeatInterval", value: "60" }, answer: ACCEPTED },
    ClearCache: { least: {}, answer: ACCEPTED },
    ClearChargingProfile: { least: {}, answer: { status: "Unknown" } },
    DataTransfer: { least: { vendorId: "com.example" }, answer: { status: "UnknownVendorId" } },
    DeleteCertificate: { least: { certificateHashData: HASH }, answer: { status: "NotFound" } },
    ExtendedTriggerMessage: { least: { requestedMessage: "Heartbeat" }, answer: { status: "NotImplemented" } },
    GetCompositeSchedule: { least: { connectorId: 1, duration: 600 }, answer: { status: "Rejected" } },
    GetConfiguration: {
      least: {},
      answer: ({ key = [] }) => ({
        configurationKey: key.filter((k) => CONFIGURATION[k]).map((k) => ({ key: k, readonly: true, value: CONFIGURATION[k] })),
        unknownKey: key.filter((k) => !CONFIGURATION[k]),
      }),
    },
    GetDiagnostics: { least: { location: "ftp://example.com/logs" }, answer: {} },
    GetInstalledCertificateIds: { least: { certificateType: "CentralSystemRootCertificate" }, answer: { status: "NotFound" } },
    GetLocalListVersion: { least: {}, answer: { listVersion: 0 } },
    GetLog: { least: { log: { remoteLocation: "ftp://example.com/logs" }, logType: "SecurityLog", requestId: 3 }, answer: { status: "Rejected" } },
    InstallCertificate: { least: { certificateType: "ManufacturerRootCertificate", certificate: "a certificate" }, answer: { status: "Rejected" } },
    RemoteStartTransaction: {
      least: { idTag: "PEER-TOKEN" }, answer: { status: "Rejected" }, without: ["chargingProfile"],
      moving: { profile: { idTag: "PEER-TOKEN", chargingProfile: { ...PROFILE, chargingProfilePurpose: "TxProfile" } } },
    },
    RemoteStopTransaction: { least: { transactionId: 4711 }, answer: { status: "Rejected" } },
    ReserveNow: { least: { connectorId: 1, expiryDate: v.now(), idTag: "PEER-TOKEN", reservationId: 1 }, answer: { status: "Occupied" } },
    Reset: { least: { type: "Soft" }, answer: { status: "Rejected" } },
    SendLocalList: { least: { listVersion: 1, updateType: "Full" }, answer: { status: "NotSupported" } },
    SetChargingProfile: { least: { connectorId: 1, csChargingProfiles: PROFILE }, answer: ACCEPTED, refused: "MOVES_POWER" },
    SignedUpdateFirmware: {
      least: { requestId: 4, firmware: { location: "https://example.com/f", retrieveDateTime: v.now(), signingCertificate: "c", signature: "s" } },
      answer: { status: "InvalidCertificate" },
    },
    TriggerMessage: { least: { requestedMessage: "Heartbeat" }, answer: { status: "NotImplemented" } },
    UnlockConnector: { least: { connectorId: 1 }, answer: { status: "UnlockFailed" } },
    UpdateFirmware: { least: { location: "https://example.com/f", retrieveDate: v.now() }, answer: {} },
  },
});
