// A strict management system: the npm package ocpp-rpc in strict mode validates every message in both directions
// against the schemas of the Open Charge Alliance. What happens goes to standard output, one JSON object a line.
//
// usage: node csms.cjs PORT
// A line of standard input asks a station: IDENTITY ACTION JSON
"use strict";
const { RPCServer, createRPCError } = require("ocpp-rpc");
const readline = require("node:readline");

const say = (event, more = {}) => process.stdout.write(JSON.stringify({ event, ...more }) + "\n");
const now = () => new Date().toISOString();

const ANSWERS = {
  BootNotification: () => ({ currentTime: now(), interval: 3600, status: "Accepted" }),
  Heartbeat: () => ({ currentTime: now() }),
  Authorize: (p) =>
    p.idTag ? { idTagInfo: { status: "Accepted" } } : { idTokenInfo: { status: "Accepted" } },
  StartTransaction: () => ({ transactionId: 4711, idTagInfo: { status: "Accepted" } }),
  DataTransfer: () => ({ status: "Accepted", data: "from above" }),
  Get15118EVCertificate: () => ({ status: "Accepted", exiResponse: "QUJD" }),
};

const server = new RPCServer({ protocols: ["ocpp2.0.1", "ocpp1.6"], strictMode: true,
  wssOptions: { perMessageDeflate: { threshold: 0 } } }); // every message is compressed
const stations = new Map();

server.on("client", (station) => {
  stations.set(station.identity, station);
  say("connected", {
    station: station.identity, protocol: station.protocol, extensions: station._ws.extensions });
  station.on("strictValidationFailure", (e) =>
    say("schema-error", { method: e.method, error: String(e.error), details: e.error.details }));
  station.on("badMessage", (e) => say("bad-message", { error: String(e.error), message: String(e.buffer) }));
  station.on("close", (e) => {
    if (stations.get(station.identity) === station) {
      stations.delete(station.identity);
    }
    say("closed", { station: station.identity, code: e.code });
  });
  station.handle(({ method, params, messageId }) => {
    say("heard", { station: station.identity, method, params, id: messageId });
    const answer = ANSWERS[method];
    return answer ? answer(params) : {};
  });
});

readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  const [identity, method, ...rest] = line.split(" ");
  try {
    const station = stations.get(identity);
    if (!station) {
      throw createRPCError("GenericError", "not connected");
    }
    say("answer", { method, result: await station.call(method, JSON.parse(rest.join(" "))) });
  } catch (e) {
    say("answer", { method, error: e.rpcErrorCode || String(e) });
  }
}).on("close", () => process.exit(0));

server.listen(Number(process.argv[2]), "127.0.0.1").then(() => say("listening"));
