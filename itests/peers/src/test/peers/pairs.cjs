// A strict station that starts every message its version lets a station start, and answers every message that a
// gateway may send: the npm package ocpp-rpc in strict mode checks both directions against the schemas of the Open
// Charge Alliance. What happens goes to standard output, one JSON object a line.
//
// usage: node pairs.cjs GATEWAY_URL IDENTITY SUBPROTOCOL CSR_FILE
// It connects, says the event `table`, and reads lines: `call ACTION CASE` starts a message, `close` ends it all. The
// cases are `least`, the shortest payload, `full`, one with every field at every depth, and what pairs/*.cjs names.
"use strict";
const { RPCClient, createValidator, createRPCError } = require("ocpp-rpc");
const { filled } = require("./pairs/filled.cjs");
const fs = require("node:fs");
const readline = require("node:readline");
const { isDeepStrictEqual } = require("node:util");

const [, , url, identity, subprotocol, csrFile] = process.argv;
const TABLES = { "ocpp1.6": require("./pairs/ocpp1.6.cjs"), ...require("./pairs/ocpp2.cjs") };
const say = (event, more = {}) => process.stdout.write(JSON.stringify({ event, ...more }) + "\n");

// ocpp-rpc looks for urn:ACTION.req and .conf; its schemas of 2.1 have names of another form, and a word for objects in
// lists of words, over which its validator complains.
const file = `ocpp-rpc/lib/schemas/${subprotocol.replaceAll(".", "_")}.json`;
const schemas = new Map(
  require(file).map((schema) => {
    const [, action, kind] = /^urn:(.*?)(\.req|\.conf|Request|Response)?$/.exec(schema.$id);
    const id = `urn:${action}${kind === ".conf" || kind === "Response" ? ".conf" : ".req"}`;
    const definitions = Object.entries(schema.definitions ?? {}).map(([of, { additionalProperties, ...rest }]) =>
      [of, rest.enum ? rest : schema.definitions[of]]);
    return [id, { ...schema, $id: id, definitions: Object.fromEntries(definitions) }];
  }));
const validator = createValidator(subprotocol, [...schemas.values()]);
const fullest = (id, given, without) => filled(schemas.get(id), schemas.get(id), given, without);

let transaction = subprotocol === "ocpp1.6" ? 0 : `${identity}-${Date.now().toString(36)}`;
const values = {
  now: () => new Date().toISOString(),
  csr: fs.readFileSync(csrFile, "utf8"),
  identity,
  transaction: () => transaction,
};
const rows = () => TABLES[subprotocol](values);

const station = new RPCClient({
  endpoint: url.replace(/\/$/, ""),
  identity,
  protocols: [subprotocol],
  strictMode: true,
  strictModeValidators: [validator],
  reconnect: false,
  callTimeoutMs: 20000,
});
station.on("strictValidationFailure", (e) =>
  say("fault", { what: "schema", method: e.method, outbound: e.outbound, error: String(e.error), payload: e.result ?? e.params }));
station.on("badMessage", (e) => say("fault", { what: "message", error: String(e.error), message: String(e.buffer) }));
station.on("close", (e) => say("closed", { code: e.code }));

// What operators are going to send, made once: an equal request gets the longest answer.
const requests = {};
for (const [action, row] of Object.entries(rows().site)) {
  const moving = Object.entries(row.moving ?? {}).map(([which, params]) => [`moving ${which}`, params]);
  requests[action] = {
    least: row.least,
    full: fullest(`urn:${action}.req`, row.least, row.without),
    ...row.also,
    ...Object.fromEntries(moving),
  };
}

function answer(action, params) {
  const { answer: given } = rows().site[action];
  const least = typeof given === "function" ? given(params) : given;
  return isDeepStrictEqual(params, requests[action].full) ? fullest(`urn:${action}.conf`, least) : least;
}

station.handle(({ method, params }) => {
  if (!rows().site[method]) {
    say("fault", { what: "nobody knows it", method });
    throw createRPCError("NotImplemented");
  }
  if (method === "DataTransfer" && params.messageId === "decline") {
    throw createRPCError("NotSupported", "not today");
  }
  const result = answer(method, params);
  say("asked", { method, params, result });
  return result;
});

function payload(action, which) {
  const row = rows().station[action];
  if (which === "full") {
    return fullest(`urn:${action}.req`, row.full ?? row.least, row.without);
  }
  return row[which];
}

async function call(action, which) {
  const row = rows().station[action];
  const params = payload(action, which);
  if (row.stream) {
    validator.validate(`urn:${action}.req`, params);
    station.sendRaw(JSON.stringify([6, `${action}-${which}`, action, params]));
    say("called", { action, which });
    return;
  }
  try {
    const result = await station.call(action, params);
    transaction = action === "StartTransaction" ? result.transactionId : transaction;
    const due = which === "full" ? row.fullGives ?? row.gives : row.gives;
    say("called", { action, which, result, due: due ?? {} });
  } catch (error) {
    say("called", { action, which, error: error.rpcErrorCode ?? String(error), detail: String(error) });
  }
}

async function main() {
  await station.connect();
  const { station: starts, site } = rows();
  say("table", {
    protocol: station.protocol,
    schemas: [...new Set([...schemas.keys()].map((id) => id.replace(/^urn:|\.(req|conf)$/g, "")))],
    station: Object.entries(starts).map(([action, row]) => ({
      action, ends: !!row.ends, agrees: !!row.agrees, stream: !!row.stream, refused: row.refused ?? "" })),
    site: Object.entries(site).map(([action, row]) => ({ action, refused: row.refused ?? "", requests: requests[action] })),
  });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [word, action, which] = line.split(" ");
    if (word === "close") {
      break;
    }
    await call(action, which);
  }
  await station.close({ code: 1000, awaitPending: true });
}

main().then(() => process.exit(0), (error) => {
  say("fault", { what: "script", error: String(error), stack: error.stack });
  process.exit(1);
});
