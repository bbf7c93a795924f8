/** The side column: commands, mandates, health, decisions. */

import { bar, h, keyed, text, toggle } from "./dom.js";
import { clock, kw, span, until } from "./format.js";

const KINDS = { "vehicle-power": "vehicles", "import-limit": "import limit", "export-limit": "export limit" };

function line(className = "pill") {
  const name = h("span");
  const mark = h("span", { class: className });
  const note = h("small");
  const el = h("li", {}, h("div", { class: "line" }, name, mark), note);
  return { el, name, mark, note };
}

function emptyable(list, sentence) {
  const empty = h("p", { class: "empty" }, sentence);
  list.after(empty);
  return (items) => {
    empty.hidden = items.length > 0;
  };
}

export function commands(list) {
  const empty = emptyable(list, "No command is known.");
  const show = keyed(list, (item) => item.command.id, () => {
    const part = line();
    const left = bar();
    part.el.append(left.el);
    return {
      el: part.el,
      update({ command, now, shortfall }) {
        const remaining = until(command.end, now);
        const waiting = until(command.start, now);
        const length = (Date.parse(command.end) - Date.parse(command.start)) / 1000;
        text(part.name, command.id);
        text(
          part.mark,
          command.active ? `${span(remaining)} left` : waiting > 0 ? `in ${span(waiting)}` : "ended",
        );
        toggle(part.mark, "ok", command.active);
        const short = shortfall ? `, ${kw(shortfall.givenW)} given` : "";
        const where = command.node ? ` at ${command.node}` : "";
        text(
          part.note,
          `${KINDS[command.kind] ?? command.kind} ${kw(command.powerW)}${where}${short}, ${command.priority}, by ${command.controller}`,
        );
        left.el.hidden = !command.active;
        left.set(0, remaining / length, "");
      },
    };
  });
  return (site, now) => {
    const order = (command) => (command.active ? 0 : until(command.start, now) > 0 ? 1 : 2);
    const items = [...site.commands]
      .sort((a, b) => order(a) - order(b) || Date.parse(b.end) - Date.parse(a.end))
      .slice(0, 8)
      .map((command) => ({
        command,
        now,
        shortfall: command.active && site.shortfalls.find((s) => s.target === command.id),
      }));
    empty(items);
    show(items);
  };
}

export function mandates(list) {
  const empty = emptyable(list, "Nobody has a mandate to ask for power.");
  const show = keyed(list, (item) => item.mandate.id, () => {
    const part = line();
    return {
      el: part.el,
      update({ mandate, now }) {
        text(part.name, mandate.id);
        text(part.mark, mandate.alive ? "alive" : "lost");
        part.mark.className = `pill ${mandate.alive ? "ok" : "warn"}`;
        const ago = mandate.lastKeepAlive
          ? `heard ${span(-until(mandate.lastKeepAlive, now))} ago`
          : "never heard";
        text(
          part.note,
          mandate.kind === "local"
            ? `on site, up to ${mandate.highest}`
            : `${ago}, up to ${mandate.highest}${mandate.alive ? "" : ": no discharge for it"}`,
        );
      },
    };
  });
  return (site, now) => {
    empty(site.mandates);
    show(site.mandates.map((mandate) => ({ mandate, now })));
  };
}

const WORDS = { ok: "ok", warn: "amber", critical: "red" };

export function checks(list) {
  const rank = { critical: 0, warn: 1, ok: 2 };
  const show = keyed(list, (check) => check.name, () => {
    const part = line();
    return {
      el: part.el,
      update(check) {
        text(part.name, check.name);
        text(part.mark, WORDS[check.status]);
        part.mark.className = `pill ${check.status}`;
        text(part.note, check.message);
      },
    };
  });
  return (health) => show([...health.checks].sort((a, b) => rank[a.status] - rank[b.status]));
}

export function decisions(list) {
  const empty = emptyable(list, "No decision yet.");
  const show = keyed(list, (decision) => decision.number, () => {
    const part = line("hint");
    return {
      el: part.el,
      update(decision) {
        text(part.name, `${decision.number}: ${decision.cause}`);
        text(part.mark, clock(decision.at, true));
        const sent = decision.setpoints;
        const some = sent.slice(0, 3).map((s) => `${s.evse} ${kw(s.powerW)}`).join(", ");
        const more = sent.length > 3 ? ` and ${sent.length - 3} more` : "";
        text(part.note, sent.length === 0 ? "no setpoint" : some + more);
      },
    };
  });
  return ({ decisions: all }) => {
    empty(all);
    show(all);
  };
}

export { WORDS };
