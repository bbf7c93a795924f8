/** Elements without markup in strings, so that nothing from the network is ever parsed as HTML. */

const SVG = "http://www.w3.org/2000/svg";

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function h(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

/** Writes only what changed: screen readers and selections stay undisturbed. */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

export function toggle(element, name, on) {
  element.classList.toggle(name, Boolean(on));
}

/**
 * Keeps a container's children equal to the items, reusing an item's element by its key. `create`
 * gives {el, update(item)}.
 */
export function keyed(container, key, create) {
  let parts = new Map();
  return (items) => {
    const next = new Map();
    let at = null;
    for (const item of items) {
      const id = key(item);
      const part = parts.get(id) ?? create(item);
      next.set(id, part);
      part.update(item);
      const wanted = at === null ? container.firstElementChild : at.nextElementSibling;
      if (wanted !== part.el) container.insertBefore(part.el, wanted);
      at = part.el;
    }
    for (const [id, part] of parts) if (!next.has(id)) part.el.remove();
    parts = next;
  };
}

/** A bar from `from` to `to` (shares of its track, 0 to 1), with ticks. */
export function bar(...ticks) {
  const fill = h("span", { class: "fill" });
  const marks = ticks.map((name) => h("span", { class: `tick ${name}`, hidden: "" }));
  const el = h("div", { class: "track", "aria-hidden": "true" }, fill, ...marks);
  const clamp = (share) => Math.min(1, Math.max(0, share));
  return {
    el,
    set(from, to, kind, ...positions) {
      const [low, high] = [clamp(Math.min(from, to)), clamp(Math.max(from, to))];
      fill.style.left = `${low * 100}%`;
      fill.style.width = `${(high - low) * 100}%`;
      fill.className = `fill ${kind}`;
      marks.forEach((mark, i) => {
        mark.hidden = !Number.isFinite(positions[i]);
        if (!mark.hidden) mark.style.left = `${clamp(positions[i]) * 100}%`;
      });
    },
  };
}
