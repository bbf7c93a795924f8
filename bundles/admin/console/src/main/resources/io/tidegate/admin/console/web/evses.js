/** Every charging point: vehicle, power against setpoint, departure, and why. */

import { bar, h, keyed, text, toggle } from "./dom.js";
import { celsius, clock, kw, kwh, percent, span, until } from "./format.js";

const PAGE = 100;
const ASKED = new Set([
  "MUST_CHARGE",
  "GRID_COMMAND",
  "POLICY_TARGET",
  "PLAN",
  "DEFAULT_CHARGE",
  "NO_SESSION",
  "DISCHARGE_ATTESTED",
  "SOC_FULL",
]);
const TROUBLE = new Set(["OFFLINE", "FAULTED", "SHORTFALL", "DERATED", "STALE_MEASUREMENT"]);

const FILTERS = {
  all: () => true,
  vehicle: (evse) => Boolean(evse.session),
  limited: (evse) => evse.reasons.some((reason) => !ASKED.has(reason.code)),
  trouble: (evse) =>
    !evse.online || evse.availability === "faulted" || evse.reasons.some((r) => TROUBLE.has(r.code)),
};

function row(first) {
  const where = h("small");
  const soc = h("span");
  const socBar = bar("", "soft");
  const battery = h("small");
  const power = h("span");
  const powerBar = bar("", "zero");
  const heat = h("small");
  const leaves = h("span");
  const target = h("small");
  const why = h("ul");
  const el = h(
    "tr",
    {},
    h("th", { scope: "row" }, first.evse, where),
    h("td", { class: "soc" }, soc, socBar.el, battery),
    h("td", { class: "pow" }, power, powerBar.el, heat),
    h("td", { class: "dep" }, leaves, target),
    h("td", { class: "why" }, why),
  );
  const reasons = keyed(why, (reason) => reason.code + reason.subject, () => {
    const line = h("li");
    return {
      el: line,
      update(reason) {
        text(line, reason.sentence);
        toggle(line, "bound", !ASKED.has(reason.code));
      },
    };
  });
  return { el, update };

  function update({ evse, now }) {
    const session = evse.session;
    const state = evse.online ? (evse.availability === "occupied" ? "" : evse.availability) : "offline";
    text(where, [evse.station, evse.node, state].filter(Boolean).join(" · "));
    toggle(el, "away", !session);
    toggle(el, "bad", !evse.online || evse.availability === "faulted");
    text(soc, session ? percent(session.socPct) : "no vehicle");
    socBar.el.hidden = !session;
    if (session) {
      const mark = (value) => (typeof value === "number" ? value / 100 : NaN);
      socBar.set(0, mark(session.socPct) || 0, "charge", mark(session.targetSocPct), mark(session.reservePct || null));
    }
    text(battery, session ? vehicle(session) : "");
    vehiclePower(evse);
    const left = until(session?.departure, now);
    text(leaves, session?.departure ? clock(session.departure) : session ? "not told" : "");
    text(
      target,
      !session
        ? ""
        : [
            session.departure ? (left > 0 ? `in ${span(left)}` : "is due") : "",
            typeof session.targetSocPct === "number" ? `with ${percent(session.targetSocPct)}` : "",
          ].filter(Boolean).join(", "),
    );
    reasons(evse.reasons);
  }

  function vehicle(session) {
    const may = session.dischargeAllowed ? "may discharge" : "charge only";
    return typeof session.capacityWh === "number" ? `${kwh(session.capacityWh)}, ${may}` : may;
  }

  function vehiclePower(evse) {
    const reach = Math.max(Math.abs(evse.minW ?? 0), Math.abs(evse.maxW ?? 0), Math.abs(evse.measuredW ?? 0), 1000);
    const at = (watts) => (typeof watts === "number" ? 0.5 + watts / reach / 2 : NaN);
    const measured = evse.measuredW ?? (evse.session ? evse.setpointW : 0);
    text(power, evse.session ? `${kw(evse.measuredW).replace(" kW", "")} of ${kw(evse.setpointW)}` : "");
    powerBar.el.hidden = !evse.session;
    powerBar.set(0.5, at(measured), measured < 0 ? "discharge" : "charge", at(evse.setpointW), 0.5);
    const notes = [];
    if (evse.shortfallW > 0) notes.push(`${kw(evse.shortfallW, false)} short`);
    if (typeof evse.derateW === "number") notes.push(`derated to ${kw(evse.derateW, false)}`);
    if (typeof evse.connectorC === "number") notes.push(`connector ${celsius(evse.connectorC)}`);
    if (typeof evse.inverterC === "number") notes.push(`inverter ${celsius(evse.inverterC)}`);
    text(heat, evse.session ? notes.join(", ") : "");
  }
}

export function evses(parts) {
  const show = keyed(parts.body, (item) => item.evse.evse, (item) => row(item.evse));
  let most = PAGE;
  let last = null;
  const again = () => last && render(last.site, last.now);
  parts.find.addEventListener("input", again);
  parts.show.addEventListener("change", again);
  parts.more.querySelector("button").addEventListener("click", () => {
    most += PAGE;
    again();
  });

  function render(site, now) {
    last = { site, now };
    const wanted = parts.find.value.trim().toLowerCase();
    const chosen = site.evses
      .filter(FILTERS[parts.show.value])
      .filter((e) => `${e.evse} ${e.station} ${e.node} ${e.session?.id ?? ""}`.toLowerCase().includes(wanted));
    const vehicles = site.evses.filter((evse) => evse.session).length;
    text(parts.count, `${vehicles} of ${site.evses.length} with a vehicle`);
    show(chosen.slice(0, most).map((evse) => ({ evse, now })));
    parts.more.hidden = chosen.length <= most;
  }
  return render;
}
