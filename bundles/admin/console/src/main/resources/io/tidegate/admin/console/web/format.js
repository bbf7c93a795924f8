/** Numbers and times as an operator reads them. Unknown is a dash. */

const DASH = "–";
const known = (value) => typeof value === "number" && Number.isFinite(value);

export function kw(watts, signed = true) {
  if (!known(watts)) return DASH;
  const value = watts / 1000;
  const digits = Math.abs(value) >= 100 ? 0 : 1;
  const shown = Math.abs(value).toFixed(digits);
  const zero = Number(shown) === 0;
  const sign = zero || !signed ? (value < 0 && !zero ? "−" : "") : value < 0 ? "−" : "+";
  return `${sign}${shown} kW`;
}

export function kwh(wattHours) {
  return known(wattHours) ? `${(wattHours / 1000).toFixed(1)} kWh` : DASH;
}

export function percent(value) {
  return known(value) ? `${Math.round(value)} %` : DASH;
}

export function celsius(value) {
  return known(value) ? `${value.toFixed(0)} °C` : DASH;
}

export function span(seconds) {
  if (!known(seconds)) return DASH;
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")} s`;
  return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, "0")} min`;
}

export function clock(iso, seconds = false) {
  if (!iso) return DASH;
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Date(iso).toLocaleTimeString([], seconds ? { ...options, second: "2-digit" } : options);
}

/** Seconds from `now` (ms) to the instant; negative when it is past. */
export function until(iso, now) {
  return iso ? (Date.parse(iso) - now) / 1000 : NaN;
}
