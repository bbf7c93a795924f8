// The npm package ocpp-rpc as a CSMS that only answers: what the gateway is compared to. Strict: it validates every
// message against the schemas of the Open Charge Alliance (2.0.1 and 1.6; its look-up for 2.1 is broken).
//
// usage: node ocpp-rpc.cjs PORT STRICT   (1 or 0; OCPPRPC: folder of the installed module)
"use strict";
const { RPCServer, createRPCError } = require(process.env.OCPPRPC || "ocpp-rpc");

const [, , port, strict] = process.argv;
const protocols = ["ocpp2.0.1", "ocpp1.6"];
const now = () => new Date().toISOString();
const accepted = { status: "Accepted" };
const answers = {
  BootNotification: () => ({ currentTime: now(), interval: 300, status: "Accepted" }),
  Heartbeat: () => ({ currentTime: now() }),
  Authorize: (protocol) => (protocol === "ocpp1.6" ? { idTagInfo: accepted } : { idTokenInfo: accepted }),
  StatusNotification: () => ({}),
  MeterValues: () => ({}),
  TransactionEvent: () => ({}),
};

const server = new RPCServer({ protocols, strictMode: strict === "1" ? protocols : false, pingIntervalMs: 60000 });
server.auth((accept, reject, handshake) => accept({ id: handshake.identity }));
server.on("client", (client) => {
  client.handle(({ method }) => {
    if (!answers[method]) throw createRPCError("NotImplemented");
    return answers[method](client.protocol);
  });
});
server.listen(Number(port), "127.0.0.1").then(() => console.log("ready"));
process.on("SIGTERM", () => process.exit(0));
