/** The last five minutes, gathered by this page. */

import { h, svg, text } from "./dom.js";
import { kw } from "./format.js";

const SECONDS = 300;
const SERIES = [
  ["gridW", "c-grid"],
  ["buildingW", "c-building"],
  ["vehiclesW", "c-charge"],
];

export function trend(container) {
  const samples = [];
  const lines = SERIES.map(([, colour]) => svg("polyline", { class: `series ${colour}` }));
  const zero = svg("line", { class: "axis", x1: 0, x2: 400 });
  const cap = svg("line", { class: "cap", x1: 0, x2: 400 });
  const top = svg("text", { class: "faint", x: 2, y: 12 });
  const bottom = svg("text", { class: "faint", x: 2, y: 166 });
  container.append(
    svg(
      "svg",
      { viewBox: "0 0 400 170", role: "img", "aria-label": "Power over the last five minutes" },
      zero,
      cap,
      ...lines,
      top,
      bottom,
    ),
    h(
      "p",
      { class: "legend" },
      h("span", { class: "l-grid" }, "grid"),
      h("span", { class: "l-building" }, "building"),
      h("span", { class: "l-vehicles" }, "vehicles"),
      h("span", { class: "l-cap" }, "import cap"),
      h("span", { class: "hint" }, "5 minutes"),
    ),
  );

  return ({ at, power }) => {
    const now = Date.parse(at) / 1000;
    if (samples.length > 0 && now < samples.at(-1).now) samples.length = 0;
    samples.push({ now, power });
    while (samples[0].now < now - SECONDS) samples.shift();
    let low = 0;
    let high = power.importCapW ?? 0;
    for (const sample of samples) {
      for (const [name] of SERIES) {
        low = Math.min(low, sample.power[name] ?? 0);
        high = Math.max(high, sample.power[name] ?? 0);
      }
    }
    const range = high - low || 1;
    const y = (watts) => 155 - ((watts - low) / range) * 140;
    SERIES.forEach(([name], i) => {
      const points = samples
        .filter((sample) => sample.power[name] !== null)
        .map((s) => `${400 - ((now - s.now) / SECONDS) * 400},${y(s.power[name]).toFixed(1)}`);
      lines[i].setAttribute("points", points.join(" "));
    });
    for (const [line, watts] of [[zero, 0], [cap, power.importCapW]]) {
      line.setAttribute("visibility", watts === null ? "hidden" : "visible");
      line.setAttribute("y1", y(watts ?? 0));
      line.setAttribute("y2", y(watts ?? 0));
    }
    text(top, kw(high));
    text(bottom, kw(low));
  };
}
