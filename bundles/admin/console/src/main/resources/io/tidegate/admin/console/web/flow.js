/** Where power flows: grid, building, vehicles. */

import { svg, text } from "./dom.js";
import { kw } from "./format.js";

const WIRES = {
  grid: "M150 110 H330",
  building: "M330 110 V50 Q330 40 340 40 H470",
  vehicles: "M330 110 V170 Q330 180 340 180 H470",
};

function box(x, y, name) {
  const value = svg("text", { class: "value", x: x + 14, y: y + 46 });
  const note = svg("text", { class: "faint", x: x + 14, y: y + 64 });
  const group = svg(
    "g",
    {},
    svg("rect", { class: "box", x, y, width: 150, height: 74, rx: 10 }),
    svg("text", { x: x + 14, y: y + 22 }, name),
    value,
    note,
  );
  return { group, value, note };
}

export function flow(container) {
  const currents = {};
  const parts = [];
  for (const [name, d] of Object.entries(WIRES)) {
    currents[name] = svg("path", { class: "still", d });
    parts.push(svg("path", { class: "wire", d }), currents[name]);
  }
  const grid = box(4, 73, "Grid");
  const building = box(466, 3, "Building");
  const vehicles = box(466, 143, "Vehicles");
  const title = svg("title");
  container.append(
    svg(
      "svg",
      { viewBox: "0 0 620 220", role: "img" },
      title,
      ...parts,
      svg("circle", { class: "bus", cx: 330, cy: 110, r: 9 }),
      grid.group,
      building.group,
      vehicles.group,
    ),
  );

  function current(name, watts, colour) {
    const moving = Math.abs(watts ?? 0) >= 50;
    currents[name].setAttribute(
      "class",
      moving ? `current ${colour} ${watts < 0 ? "back" : ""}` : "still",
    );
  }

  return ({ power }) => {
    text(grid.value, kw(power.gridW));
    text(grid.note, power.gridEstimated ? "estimated: no fresh meter" : power.gridW < 0 ? "export" : "import");
    text(building.value, kw(power.buildingW));
    text(building.note, power.gridEstimated ? "design load" : "measured");
    text(vehicles.value, kw(power.vehiclesW));
    text(vehicles.note, `${kw(power.chargingW)} in, ${kw(-power.dischargingW, false)} out`);
    text(
      title,
      `Grid ${kw(power.gridW)}, building ${kw(power.buildingW)}, vehicles ${kw(power.vehiclesW)}`,
    );
    current("grid", power.gridW, "c-grid");
    current("building", power.buildingW, "c-building");
    current("vehicles", power.vehiclesW, power.vehiclesW < 0 ? "c-discharge" : "c-charge");
  };
}
