/** Signs in, follows the event stream, and hands each site to the views. */

import { Refused, get, stream, token } from "./api.js";
import { h, text } from "./dom.js";
import { evses } from "./evses.js";
import { flow } from "./flow.js";
import { span } from "./format.js";
import { WORDS, checks, commands, decisions, mandates } from "./lists.js";
import { nodes } from "./nodes.js";
import { trend } from "./trend.js";

const $ = (id) => document.getElementById(id);
const STALE_MS = 5000;
const SLOW_MS = 5000;

const views = {
  flow: flow($("flow")),
  trend: trend($("trend")),
  nodes: nodes($("nodes")),
  evses: evses({
    body: $("evses").tBodies[0],
    find: $("find"),
    show: $("show"),
    more: $("more"),
    count: $("evse-count"),
  }),
  commands: commands($("commands")),
  mandates: mandates($("mandates")),
  checks: checks($("checks")),
  decisions: decisions($("decisions")),
};

let site = null;
let heard = 0;
let skew = 0;
let stop = null;

function render() {
  const now = Date.now() + skew;
  text($("site-name"), site.name);
  document.title = `${site.name} – Tidegate`;
  views.flow(site);
  views.trend(site);
  views.nodes(site);
  views.evses(site, now);
  views.commands(site, now);
  views.mandates(site, now);
}

function take(next) {
  site = next;
  heard = Date.now();
  skew = Date.parse(site.at) - heard;
  // a hidden tab need not be drawn; its newest site is drawn when it is looked at
  if (document.visibilityState === "visible") requestAnimationFrame(render);
}

function pill(element, words, kind) {
  text(element, words);
  element.className = `pill ${kind}`;
}

/** Says so when the figures are old: the worst page is one that looks alive and is not. */
function watch() {
  if ($("live").hidden) return;
  const age = Date.now() - heard;
  const stale = heard === 0 || age > STALE_MS;
  $("live").classList.toggle("stale", stale && heard > 0);
  $("banner").hidden = !stale;
  if (heard === 0) {
    text($("banner"), "Waiting for the gateway's first decision.");
    pill($("link"), "waiting", "warn");
  } else if (stale) {
    text($("banner"), `No news from the gateway for ${span(age / 1000)}: these figures are old.`);
    pill($("link"), "no news", "critical");
  } else {
    const going = site.stopping ? "going down" : "live";
    pill($("link"), going, site.stopping ? "warn" : "ok");
  }
}

async function follow(signal) {
  let pause = 500;
  while (!signal.aborted) {
    try {
      await stream((next) => {
        pause = 500;
        take(next);
      }, signal);
    } catch (problem) {
      if (signal.aborted) return;
      if (problem instanceof Refused && problem.status === 401) return leave(problem.message);
    }
    // jitter: many pages must not return at the same instant after a restart
    await new Promise((done) => setTimeout(done, pause * (0.5 + Math.random())));
    pause = Math.min(pause * 2, 10000);
  }
}

async function slow(signal) {
  while (!signal.aborted) {
    try {
      const health = await get("/health");
      if (health.checks) {
        views.checks(health);
        const worst = health.checks.filter((check) => check.status !== "ok").length;
        const words = worst === 0 ? "health ok" : `${worst} ${worst === 1 ? "check" : "checks"} ${WORDS[health.status]}`;
        pill($("health-pill"), words, health.status);
        $("health-pill").hidden = false;
      }
      const last = await get("/decisions?limit=100");
      if (last.decisions) {
        const telling = last.decisions.filter((d) => d.setpoints.length > 0 || d.cause !== "telemetry");
        views.decisions({ decisions: telling.slice(0, 8) });
      }
    } catch (problem) {
      // the stream finds out and says so; this comes round again
      console.debug(problem.message);
    }
    await new Promise((done) => setTimeout(done, SLOW_MS));
  }
}

async function pages() {
  const { pages: all = [] } = await get("/pages");
  $("pages").replaceChildren(...all.map((page) => h("a", { href: page.path }, page.title)));
  $("pages").hidden = all.length === 0;
}

function enter() {
  $("login").hidden = true;
  $("live").hidden = false;
  $("sign-out").hidden = false;
  heard = 0;
  stop = new AbortController();
  follow(stop.signal);
  slow(stop.signal);
  pages().catch((problem) => console.debug(problem.message));
  watch();
}

function leave(message = "") {
  stop?.abort();
  token.clear();
  $("live").hidden = true;
  $("sign-out").hidden = true;
  $("health-pill").hidden = true;
  $("pages").hidden = true;
  $("login").hidden = false;
  text($("login-error"), message);
  pill($("link"), "Signed out", "");
  $("token").focus();
}

$("login-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  token.set($("token").value.trim());
  $("token").value = "";
  try {
    await get("/pages");
    text($("login-error"), "");
    enter();
  } catch (problem) {
    leave(problem instanceof Refused ? problem.message : "The gateway does not answer.");
  }
});

$("sign-out").addEventListener("click", () => leave());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && site && !$("live").hidden) render();
});

function theme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
}
const chosen = localStorage.getItem("tidegate.theme");
theme(chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
$("theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme !== "dark";
  localStorage.setItem("tidegate.theme", dark ? "dark" : "light");
  theme(dark);
});

setInterval(watch, 1000);
if (token.get()) enter();
else $("token").focus();
