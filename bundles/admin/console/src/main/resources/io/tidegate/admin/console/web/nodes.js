/** Grid connection, transformers and feeders: load, heat, what is still free. */

import { bar, h, keyed, text, toggle } from "./dom.js";
import { celsius, kw } from "./format.js";

const KINDS = { grid: "grid connection", transformer: "transformer", feeder: "feeder" };

function meter(label, ...ticks) {
  const value = h("b");
  const track = bar(...ticks);
  const el = h("div", { class: "meter" }, h("span", {}, label), value, track.el);
  return { el, track, value };
}

function card(node) {
  const about = h("span");
  const load = meter("Load", "zero");
  const heat = meter("Hot spot", "soft", "alarm");
  const charge = meter("Charging", "soft");
  const discharge = meter("Discharging", "soft");
  const binding = h("p", { class: "binding" });
  const el = h(
    "li",
    {},
    h("div", { class: "title" }, h("h3", {}, node.id), about),
    load.el,
    heat.el,
    charge.el,
    discharge.el,
    binding,
  );
  return { el, update };

  /** What is used of what may be used. */
  function usage(part, cap, free, kind) {
    const known = typeof cap === "number";
    const used = known ? cap - free : 0;
    part.track.set(0, known && cap > 0 ? used / cap : 0, free < -1 ? "over" : kind, NaN);
    text(part.value, known ? `${kw(Math.max(0, free), false)} free` : "no limit");
  }

  function update(now) {
    const parent = now.parent ? ` below ${now.parent}` : "";
    text(about, `${KINDS[now.kind]}${parent}${now.loadEstimated ? ", estimated" : ""}`);
    const rating = now.ratingW ?? now.capW;
    const reach = rating ?? Math.max(Math.abs(now.loadW), 1);
    const low = now.loadW < 0 ? 0.5 : 0;
    const share = low + (now.loadW / reach) * (1 - low);
    load.track.set(low, share, Math.abs(now.loadW) > reach + 1 ? "over" : "", low || NaN);
    text(load.value, rating ? `${kw(now.loadW)} of ${kw(rating, false)}` : kw(now.loadW));
    heat.el.hidden = now.hotSpotC === undefined;
    if (!heat.el.hidden) {
      const hot = now.throttleEndC * 1.08;
      const kind = now.hotSpotC >= now.throttleEndC ? "over" : now.hotSpotC >= now.throttleStartC ? "hot" : "";
      heat.track.set(0, (now.hotSpotC ?? 0) / hot, kind, now.throttleStartC / hot, now.throttleEndC / hot);
      text(heat.value, celsius(now.hotSpotC));
    }
    usage(charge, now.chargeCapW, now.chargeHeadroomW, "charge");
    usage(discharge, now.dischargeCapW, now.dischargeHeadroomW, "discharge");
    const [into, out] = [now.chargeLimit.sentence, now.dischargeLimit.sentence];
    text(binding, now.chargeLimit.code === now.dischargeLimit.code ? into : `${into} ${out}`);
    toggle(el, "bad", now.chargeHeadroomW < -1 || now.dischargeHeadroomW < -1);
  }
}

export function nodes(container) {
  const show = keyed(container, (node) => node.id, card);
  return ({ nodes: all, power }) =>
    show(all.map((node, i) => (i === 0 ? { ...node, capW: power.importCapW } : node)));
}
