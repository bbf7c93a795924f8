// A strict OCPP 2.0.1 station: the npm package ocpp-rpc in strict mode validates every message in both directions
// against the schemas of the Open Charge Alliance. What happens goes to standard output, one JSON object a line.
//
// usage: node station.cjs GATEWAY_URL IDENTITY
// It boots, begins a transaction whose driver agrees to discharge, obeys its charging profiles, and ends the
// transaction when it reads the line `end` (any end of standard input does too).
"use strict";
const { RPCClient } = require("ocpp-rpc");
const readline = require("node:readline");

const [, , url, identity] = process.argv;
const endpoint = url.replace(/\/$/, "");
const TRANSACTION = `${identity}-${Date.now().toString(36)}`;
const CAPACITY_WH = 60000;
const AGREED = { vendorId: "io.tidegate", dischargeAllowed: true };

const say = (event, more = {}) => process.stdout.write(JSON.stringify({ event, ...more }) + "\n");
const now = () => new Date().toISOString();

const station = new RPCClient({
  endpoint, identity, protocols: ["ocpp2.0.1"], strictMode: true, reconnect: false,
  wsOpts: { perMessageDeflate: { threshold: 0 } } }); // every message is compressed
station.on("strictValidationFailure", (e) =>
  say("schema-error", { method: e.method, outbound: e.outbound, error: String(e.error), details: e.error.details }));
station.on("badMessage", (e) => say("bad-message", { error: String(e.error), message: String(e.buffer) }));
station.on("callError", (e) => say("call-error", { outbound: e.outbound, error: String(e.error) }));
station.on("callResult", (e) => say("answered", { method: e.method, outbound: e.outbound }));
station.on("close", (e) => say("closed", { code: e.code }));

// The vehicle: follows the limit at once.
let soc = 60;
let powerW = 0;
let importWh = 0;
let exportWh = 0;
let at = Date.now();
const profiles = new Map();

function limitW() {
  const valid = [...profiles.values()].filter(
    (p) => !p.validTo || Date.parse(p.validTo) > Date.now()).filter(
    (p) => {
      const s = p.chargingSchedule[0];
      return !s.startSchedule || !s.duration || Date.parse(s.startSchedule) + s.duration * 1000 > Date.now();
    });
  const best = (purpose) =>
    valid.filter((p) => p.chargingProfilePurpose === purpose).sort((a, b) => b.stackLevel - a.stackLevel)[0];
  const profile = best("TxProfile") || best("TxDefaultProfile");
  return profile ? profile.chargingSchedule[0].chargingSchedulePeriod[0].limit : 0;
}

function flow() {
  const wh = (powerW * (Date.now() - at)) / 3600000;
  at = Date.now();
  importWh += Math.max(0, wh);
  exportWh += Math.max(0, -wh);
  soc += (100 * wh) / CAPACITY_WH;
  powerW = Math.max(-11000, Math.min(11000, limitW()));
}

const sampled = (value, measurand, unit) => ({
  value: Math.round(value * 1000) / 1000, context: "Sample.Periodic", measurand, location: "Outlet", unitOfMeasure: { unit } });

let sequence = 0;
function transactionEvent(eventType, triggerReason, more = {}) {
  flow();
  return station.call("TransactionEvent", {
    eventType,
    timestamp: now(),
    triggerReason,
    seqNo: sequence++,
    transactionInfo: {
      transactionId: TRANSACTION,
      chargingState: eventType === "Ended" ? "Idle" : "Charging",
      ...(eventType === "Ended" ? { stoppedReason: "EVDisconnected" } : {}),
    },
    evse: { id: 1, connectorId: 1 },
    meterValue: [{
      timestamp: now(),
      sampledValue: [
        sampled(Math.max(0, powerW), "Power.Active.Import", "W"),
        sampled(Math.max(0, -powerW), "Power.Active.Export", "W"),
        sampled(importWh, "Energy.Active.Import.Register", "Wh"),
        sampled(exportWh, "Energy.Active.Export.Register", "Wh"),
        { value: Math.round(soc * 100) / 100, measurand: "SoC", location: "EV", unitOfMeasure: { unit: "Percent" } },
      ],
    }],
    ...more,
  });
}

const status = (connectorStatus) =>
  station.call("StatusNotification", { timestamp: now(), connectorStatus, evseId: 1, connectorId: 1 });

const boot = () =>
  station.call("BootNotification", {
    reason: "PowerUp",
    chargingStation: { model: "Strict", vendorName: "ocpp-rpc", serialNumber: identity, firmwareVersion: "1" },
  });

// What the site asks.
station.handle("SetChargingProfile", ({ params }) => {
  const p = params.chargingProfile;
  profiles.set(p.id, p);
  const schedule = p.chargingSchedule[0];
  say("profile", {
    purpose: p.chargingProfilePurpose,
    kind: p.chargingProfileKind,
    stackLevel: p.stackLevel,
    transaction: p.transactionId ?? null,
    unit: schedule.chargingRateUnit,
    limit: schedule.chargingSchedulePeriod[0].limit,
    periods: schedule.chargingSchedulePeriod.length,
    // how long it can still be in force, s
    remaining: schedule.duration
      ? Date.parse(schedule.startSchedule) / 1000 + schedule.duration - Date.now() / 1000 : null,
    validFor: p.validTo ? (Date.parse(p.validTo) - Date.now()) / 1000 : null,
  });
  return { status: "Accepted" };
});
station.handle("ClearChargingProfile", ({ params }) => ({
  status: profiles.delete(params.chargingProfileId) ? "Accepted" : "Unknown" }));
station.handle("GetVariables", ({ params }) => ({
  getVariableResult: params.getVariableData.map((v) => ({
    attributeStatus: v.variable.name === "RateUnit" ? "Accepted" : "UnknownVariable",
    ...(v.variable.name === "RateUnit" ? { attributeValue: "W,A" } : {}),
    component: v.component,
    variable: v.variable,
  })),
}));
station.handle("SetVariables", ({ params }) => ({
  setVariableResult: params.setVariableData.map((v) => ({
    attributeStatus: "Accepted", component: v.component, variable: v.variable })),
}));
let started = false;
const TRIGGERS = {
  BootNotification: boot,
  StatusNotification: () => status(started ? "Occupied" : "Available"),
  TransactionEvent: () => (started ? transactionEvent("Updated", "Trigger") : Promise.resolve()),
  Heartbeat: () => station.call("Heartbeat", {}),
};
station.handle("TriggerMessage", ({ params }) => {
  const trigger = TRIGGERS[params.requestedMessage];
  if (trigger) {
    setImmediate(() => trigger().catch(fail));
  }
  return { status: trigger ? "Accepted" : "NotImplemented" };
});
station.handle("GetTransactionStatus", () => ({ messagesInQueue: false, ongoingIndicator: started }));
station.handle(({ method }) => {
  say("unexpected", { method });
  throw Object.assign(new Error(`${method} is not supported`), { rpcErrorCode: "NotSupported" });
});

function fail(error) {
  say("failed", { error: String(error), stack: error.stack });
  process.exit(1);
}

async function main() {
  await station.connect();
  const accepted = await boot();
  say("booted", { extensions: station._ws.extensions, status: accepted.status, interval: accepted.interval, currentTime: accepted.currentTime });
  await status("Available");
  const beat = await station.call("Heartbeat", {});
  say("heartbeat", { currentTime: beat.currentTime });
  const idToken = { idToken: "PEER-TOKEN", type: "ISO14443" };
  const authorised = await station.call("Authorize", { idToken });
  say("authorised", { status: authorised.idTokenInfo.status });
  await status("Occupied");
  started = true;
  await transactionEvent("Started", "Authorized", { idToken, customData: AGREED });
  say("started", { transaction: TRANSACTION });
  const needs = await station.call("NotifyEVChargingNeeds", {
    evseId: 1,
    chargingNeeds: {
      requestedEnergyTransfer: "DC",
      departureTime: new Date(Date.now() + 8 * 3600 * 1000).toISOString(),
      dcChargingParameters: {
        evMaxCurrent: 28, evMaxVoltage: 500, evMaxPower: 11000, stateOfCharge: 60, evEnergyCapacity: CAPACITY_WH, fullSoC: 100 },
    },
  });
  say("needs", { status: needs.status });
  const beats = setInterval(() => transactionEvent("Updated", "MeterValuePeriodic").catch(fail), 500);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line === "end") {
      break;
    }
  }
  clearInterval(beats);
  await transactionEvent("Ended", "EVDeparted");
  started = false;
  await status("Available");
  say("ended", { importWh, exportWh });
  await station.close({ code: 1000, awaitPending: true });
}

// standard input may still be open
main().then(() => process.exit(0), fail);
