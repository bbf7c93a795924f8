// Every action of OCPP 2.0.1, and of 2.1 with what it adds; see ocpp1.6.cjs for what the words mean. `stream` is sent
// and answered by nobody; `agrees` is a second step of a transaction.
//
// @param v {now, csr, identity, transaction()}
"use strict";
const HASH = { hashAlgorithm: "SHA256", issuerNameHash: "aa01", issuerKeyHash: "bb02", serialNumber: "17" };
const ACCEPTED = { status: "Accepted" };
const REJECTED = { status: "Rejected" };
const TOKEN = { idToken: "PEER-TOKEN", type: "ISO14443" };
const PART = { component: { name: "AlignedDataCtrlr" }, variable: { name: "Interval" } };
const SCHEDULE = { id: 1, chargingRateUnit: "W", chargingSchedulePeriod: [{ startPeriod: 0, limit: 4000 }] };
const PROFILE = {
  id: 77,
  stackLevel: 1,
  chargingProfilePurpose: "TxProfile",
  chargingProfileKind: "Absolute",
  chargingSchedule: [SCHEDULE],
};
const VARIABLES = {
  "SmartChargingCtrlr.RateUnit": "W,A",
  "SmartChargingCtrlr.SupportsDynamicProfiles": "true",
  "V2XChargingCtrlr.Enabled": "true",
  "V2XChargingCtrlr.SupportedOperationModes": "ChargingOnly,CentralSetpoint,CentralFrequency,Idle",
};
const CURVE = { priority: 1, yUnit: "Not_Applicable", curveData: [{ x: 110, y: 1 }] };
const name = (v) => `${v.component.name}.${v.variable.name}`;

const station = (v) => ({
  BootNotification: { least: { reason: "PowerUp", chargingStation: { model: "Strict", vendorName: "ocpp-rpc" } }, gives: ACCEPTED },
  Heartbeat: { least: {} },
  StatusNotification: { least: { timestamp: v.now(), connectorStatus: "Occupied", evseId: 1, connectorId: 1 } },
  Authorize: { least: { idToken: TOKEN }, gives: { idTokenInfo: ACCEPTED } },
  TransactionEvent: {
    least: { eventType: "Started", timestamp: v.now(), triggerReason: "CablePluggedIn", seqNo: 0,
      transactionInfo: { transactionId: v.transaction() }, evse: { id: 1 } },
    agrees: { eventType: "Updated", timestamp: v.now(), triggerReason: "ChargingStateChanged", seqNo: 2,
      transactionInfo: { transactionId: v.transaction(), chargingState: "Charging" },
      meterValue: [{ timestamp: v.now(), sampledValue: [{ value: 70, measurand: "SoC", location: "EV" }] }],
      customData: { vendorId: "io.tidegate", dischargeAllowed: true } },
    full: { eventType: "Ended", triggerReason: "EVDeparted", seqNo: 3,
      transactionInfo: { transactionId: v.transaction(), stoppedReason: "EVDisconnected" }, evse: { id: 1 }, idToken: TOKEN },
  },
  NotifyEVChargingNeeds: { least: { evseId: 1, chargingNeeds: { requestedEnergyTransfer: "DC" } }, gives: ACCEPTED },
  MeterValues: { least: { evseId: 1, meterValue: [{ timestamp: v.now(), sampledValue: [{ value: 1200 }] }] } },
  NotifyChargingLimit: { least: { chargingLimit: { chargingLimitSource: "Other" } } },
  ClearedChargingLimit: { least: { chargingLimitSource: "Other" } },
  NotifyEVChargingSchedule: { least: { timeBase: v.now(), chargingSchedule: SCHEDULE, evseId: 1 }, gives: ACCEPTED },
  NotifyEvent: {
    least: { generatedAt: v.now(), seqNo: 0, eventData: [{ eventId: 1, timestamp: v.now(), trigger: "Periodic",
      actualValue: "900", eventNotificationType: "HardWiredNotification", ...PART }] },
  },
  DataTransfer: { least: { vendorId: "com.example" }, gives: { status: "UnknownVendorId" } },
  FirmwareStatusNotification: { least: { status: "Installed" } },
  LogStatusNotification: { least: { status: "Uploaded" } },
  SecurityEventNotification: { least: { type: "SettingSystemTime", timestamp: v.now() } },
  SignCertificate: {
    least: { csr: v.csr }, gives: ACCEPTED,
    full: { csr: "no request", certificateType: "ChargingStationCertificate" }, fullGives: REJECTED,
  },
  Get15118EVCertificate: { least: { iso15118SchemaVersion: "urn:iso:15118:2:2013:MsgDef", action: "Install", exiRequest: "AA==" }, gives: { status: "Failed" } },
  GetCertificateStatus: { least: { ocspRequestData: { ...HASH, responderURL: "http://ocsp.example.com" } }, gives: { status: "Failed" } },
  NotifyReport: { least: { requestId: 1, generatedAt: v.now(), seqNo: 0 } },
  NotifyMonitoringReport: { least: { requestId: 1, seqNo: 0, generatedAt: v.now() } },
  NotifyCustomerInformation: { least: { data: "none", seqNo: 0, generatedAt: v.now(), requestId: 1 } },
  NotifyDisplayMessages: { least: { requestId: 1 } },
  PublishFirmwareStatusNotification: { least: { status: "Idle" } },
  ReportChargingProfiles: { least: { requestId: 1, chargingLimitSource: "CSO", chargingProfile: [PROFILE], evseId: 1 } },
  ReservationStatusUpdate: { least: { reservationId: 1, reservationUpdateStatus: "Expired" } },
});

const site = (v) => ({
  CancelReservation: { least: { reservationId: 1 }, answer: REJECTED },
  CertificateSigned: { least: { certificateChain: "a chain" }, answer: ACCEPTED },
  ChangeAvailability: { least: { operationalStatus: "Operative" }, answer: ACCEPTED },
  ClearCache: { least: {}, answer: REJECTED },
  ClearChargingProfile: { least: {}, answer: { status: "Unknown" } },
  ClearDisplayMessage: { least: { id: 1 }, answer: { status: "Unknown" } },
  ClearVariableMonitoring: { least: { id: [1] }, answer: { clearMonitoringResult: [{ status: "NotFound", id: 1 }] } },
  CostUpdated: { least: { totalCost: 1.25, transactionId: "none" }, answer: {} },
  CustomerInformation: { least: { requestId: 1, report: true, clear: false }, answer: { status: "Invalid" } },
  DataTransfer: { least: { vendorId: "com.example" }, answer: { status: "UnknownVendorId" } },
  DeleteCertificate: { least: { certificateHashData: HASH }, answer: { status: "NotFound" } },
  GetBaseReport: { least: { requestId: 1, reportBase: "SummaryInventory" }, answer: { status: "NotSupported" } },
  GetChargingProfiles: { least: { requestId: 1, chargingProfile: {} }, answer: { status: "NoProfiles" } },
  GetCompositeSchedule: { least: { duration: 600, evseId: 1 }, answer: REJECTED },
  GetDisplayMessages: { least: { requestId: 1 }, answer: { status: "Unknown" } },
  GetInstalledCertificateIds: { least: {}, answer: { status: "NotFound" } },
  GetLocalListVersion: { least: {}, answer: { versionNumber: 0 } },
  GetLog: { least: { log: { remoteLocation: "https://example.com/logs" }, logType: "SecurityLog", requestId: 1 }, answer: REJECTED },
  GetMonitoringReport: { least: { requestId: 1 }, answer: { status: "EmptyResultSet" } },
  GetReport: { least: { requestId: 1 }, answer: { status: "EmptyResultSet" } },
  GetTransactionStatus: { least: {}, answer: () => ({ messagesInQueue: false, ongoingIndicator: true }) },
  GetVariables: {
    least: { getVariableData: [PART] },
    answer: ({ getVariableData }) => ({
      getVariableResult: getVariableData.map((d) => ({
        attributeStatus: VARIABLES[name(d)] ? "Accepted" : "UnknownVariable",
        ...(VARIABLES[name(d)] ? { attributeValue: VARIABLES[name(d)] } : {}),
        component: d.component,
        variable: d.variable,
      })),
    }),
  },
  InstallCertificate: { least: { certificateType: "ManufacturerRootCertificate", certificate: "a certificate" }, answer: REJECTED },
  PublishFirmware: { least: { location: "https://example.com/f", checksum: "00ff", requestId: 1 }, answer: REJECTED },
  RequestStartTransaction: {
    least: { idToken: TOKEN, remoteStartId: 1 }, answer: REJECTED, without: ["chargingProfile"],
    moving: { profile: { idToken: TOKEN, remoteStartId: 1, chargingProfile: PROFILE } },
  },
  RequestStopTransaction: { least: { transactionId: "none" }, answer: REJECTED },
  ReserveNow: { least: { id: 1, expiryDateTime: v.now(), idToken: TOKEN }, answer: { status: "Occupied" } },
  Reset: { least: { type: "OnIdle" }, answer: REJECTED },
  SendLocalList: { least: { versionNumber: 1, updateType: "Full" }, answer: { status: "Failed" } },
  SetChargingProfile: { least: { evseId: 1, chargingProfile: PROFILE }, answer: ACCEPTED, refused: "MOVES_POWER" },
  SetDisplayMessage: {
    least: { message: { id: 1, priority: "NormalCycle", message: { format: "UTF8", content: "Charging" } } },
    answer: REJECTED,
  },
  SetMonitoringBase: { least: { monitoringBase: "FactoryDefault" }, answer: { status: "NotSupported" } },
  SetMonitoringLevel: { least: { severity: 5 }, answer: REJECTED },
  SetNetworkProfile: {
    least: { configurationSlot: 1, connectionData: { ocppVersion: "OCPP20", ocppTransport: "JSON", ocppCsmsUrl: "wss://example.com",
      messageTimeout: 30, securityProfile: 3, ocppInterface: "Wired0" } },
    answer: { status: "Failed" },
  },
  SetVariableMonitoring: {
    least: { setMonitoringData: [{ value: 60, type: "Periodic", severity: 5, ...PART }] },
    answer: { setMonitoringResult: [{ status: "UnknownVariable", type: "Periodic", severity: 5, ...PART }] },
  },
  SetVariables: {
    least: { setVariableData: [{ attributeValue: "900", ...PART }] },
    answer: ({ setVariableData }) => ({
      setVariableResult: setVariableData.map((d) => ({ attributeStatus: "Accepted", component: d.component, variable: d.variable })),
    }),
  },
  TriggerMessage: { least: { requestedMessage: "Heartbeat" }, answer: { status: "NotImplemented" } },
  UnlockConnector: { least: { evseId: 1, connectorId: 1 }, answer: { status: "UnlockFailed" } },
  UnpublishFirmware: { least: { checksum: "00ff" }, answer: { status: "NoFirmware" } },
  UpdateFirmware: { least: { requestId: 1, firmware: { location: "https://example.com/f", retrieveDateTime: v.now() } }, answer: REJECTED },
});

const NOT_OFFERED = { refused: "NotSupported" };

const newStation = (v) => ({
  BatterySwap: {
    ...NOT_OFFERED,
    least: { batteryData: [{ evseId: 1, serialNumber: "B1", soC: 50, soH: 90 }], eventType: "BatteryIn", idToken: TOKEN, requestId: 1 },
  },
  ClosePeriodicEventStream: { ...NOT_OFFERED, least: { id: 1 } },
  GetCertificateChainStatus: {
    least: { certificateStatusRequests: [{ certificateHashData: HASH, source: "OCSP", urls: ["http://ocsp.example.com"] }] },
  },
  NotifyDERAlarm: { least: { controlType: "LimitMaxDischarge", timestamp: v.now() }, full: { alarmEnded: true, controlType: "LimitMaxDischarge" } },
  NotifyDERStartStop: { least: { controlId: "c1", started: true, timestamp: v.now() } },
  NotifyPriorityCharging: { least: { transactionId: v.transaction(), activated: true } },
  NotifySettlement: { ...NOT_OFFERED, least: { pspRef: "p1", status: "Settled", settlementAmount: 1.5, settlementTime: v.now() } },
  OpenPeriodicEventStream: { ...NOT_OFFERED, least: { constantStreamData: { id: 1, params: {}, variableMonitoringId: 1 } } },
  PullDynamicScheduleUpdate: { least: { chargingProfileId: 77 }, gives: REJECTED },
  ReportDERControl: { least: { requestId: 1 } },
  VatNumberValidation: { ...NOT_OFFERED, least: { vatNumber: "NL0001" } },
  NotifyPeriodicEventStream: { stream: true, least: { data: [{ t: 0, v: "1" }], id: 1, pending: 0, basetime: v.now() } },
});

const newSite = (v) => ({
  AdjustPeriodicEventStream: { least: { id: 1, params: {} }, answer: REJECTED },
  AFRRSignal: { least: { timestamp: v.now(), signal: 1 }, answer: REJECTED, refused: "MOVES_POWER" },
  ChangeTransactionTariff: { least: { tariff: { tariffId: "t", currency: "EUR" }, transactionId: "none" }, answer: { status: "TxNotFound" } },
  ClearDERControl: { least: { isDefault: false }, answer: { status: "NotFound" } },
  ClearTariffs: { least: {}, answer: { clearTariffsResult: [{ status: "NoTariff" }] } },
  GetDERControl: { least: { requestId: 1 }, answer: { status: "NotFound" } },
  GetPeriodicEventStream: { least: {}, answer: {} },
  GetTariffs: { least: { evseId: 0 }, answer: { status: "NoTariff" } },
  NotifyAllowedEnergyTransfer: { least: { transactionId: "none", allowedEnergyTransfer: ["DC"] }, answer: ACCEPTED },
  NotifyWebPaymentStarted: { least: { evseId: 1, timeout: 60 }, answer: {} },
  RequestBatterySwap: { least: { idToken: TOKEN, requestId: 1 }, answer: REJECTED },
  SetDefaultTariff: { least: { evseId: 0, tariff: { tariffId: "t", currency: "EUR" } }, answer: REJECTED },
  SetDERControl: {
    least: { isDefault: false, controlId: "c1", controlType: "LimitMaxDischarge" }, answer: { status: "NotSupported" },
    without: ["curve", "enterService", "fixedPFAbsorb", "fixedPFInject", "fixedVar", "freqDroop", "gradient"],
    also: {
      curve: { isDefault: false, controlId: "c1", controlType: "HVMustTrip", curve: CURVE },
      enterService: { isDefault: true, controlId: "c1", controlType: "EnterService", enterService: { priority: 1, highVoltage: 110,
        lowVoltage: 90, highFreq: 50.1, lowFreq: 49.5, delay: 1, randomDelay: 1, rampRate: 1 } },
      gradient: { isDefault: true, controlId: "c1", controlType: "Gradients", gradient: { priority: 1, gradient: 1, softGradient: 1 } },
    },
    moving: {
      curve: { isDefault: false, controlId: "c1", controlType: "FreqWatt", curve: CURVE },
      fixedVar: { isDefault: false, controlId: "c1", controlType: "LimitMaxDischarge", fixedVar: { priority: 1, setpoint: 10, unit: "PctMaxVar" } },
    },
  },
  UpdateDynamicSchedule: { least: { chargingProfileId: 77, scheduleUpdate: { limit: 1 } }, answer: ACCEPTED, refused: "MOVES_POWER" },
  UsePriorityCharging: { least: { transactionId: "none", activate: true }, answer: { status: "NoProfile" } },
});

const tables = {
  "ocpp2.0.1": (v) => ({ station: station(v), site: site(v) }),
  "ocpp2.1": (v) => ({ station: { ...station(v), ...newStation(v) }, site: { ...site(v), ...newSite(v) } }),
};
module.exports = tables;
