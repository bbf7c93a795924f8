/** Where power flows: grid, building, vehicles. */

import { svg, text } from "./dom.js";
import { kw } from "./format.js";

const WIRES = {
  grid: "M160 110 H232",
  building: "M232 110 V52 Q232 42 242 42 H300",
  vehicles: "M232 110 V168 Q232 178 242 178 H300",
};

function box(x, y, width, name) {
  const value = svg("text", { class: "value", x: x + 14, y: y + 46 });
  const note = svg("text", { class: "faint", x: x + 14, y: y + 66 });
  const group = svg(
    "g",
    {},
    svg("rect", { class: "box", x, y, width, height: 78, rx: 10 }),
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
  const grid = box(2, 71, 160, "Grid");
  const building = box(296, 3, 200, "Building");
  const vehicles = box(296, 139, 200, "Vehicles");
  const title = svg("title");
  container.append(
    svg(
      "svg",
      { viewBox: "0 0 500 220", role: "img" },
      title,
      ...parts,
      svg("circle", { class: "bus", cx: 232, cy: 110, r: 9 }),
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
    text(grid.note, power.gridEstimated ? "estimated, no meter" : power.gridW < 0 ? "export" : "import");
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
