// The frame before the program is there, and its connection to the page around for as long as it lives.
//
// Stands before questionnaire.js, so that it is known before anything is painted who can read along, whether the browser
// keeps anything here, and what the page around wants it to look like. It says hello at once, and tells how far somebody
// is and how high the frame should be, by the pages of the HTML. The program takes that over by `adopt`, and goes on with
// this connection. The same in Rust, for its own pages: src/wire/embed.rs has the messages, src/app/embedding.rs heights
// and stages, src/wire/embed/theme.rs the colours. Must not know an answer.
"use strict";
(() => {
  const root = document.documentElement;
  const { dataset } = root;
  const NS = "interview-hindsight";

  function attempt(action) {
    try {
      return action();
    } catch {
      return null;
    }
  }

  /** What the page around wants, by the frame's name. */
  const wanted = attempt(() => JSON.parse(name.replace(NS, ""))) ?? {};
  const id = wanted.id ?? "";

  // Where our scripts move the focus, the browser would scroll the page around too, and so tell it where the focus is.
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function () {
    focus.call(this, { preventScroll: true });
    const { top, bottom } = this.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) scrollBy(0, top);
  };

  // ---- Who can read along, and what is kept ----

  // The page for owners shows on the app's own origin how the quiz is on theirs. Another page there that says it were that
  // one could change anything here as well.
  const isPreview = attempt(() => "builder" in parent.document.documentElement.dataset);

  function warnIf(isOverheard) {
    if (!isOverheard || isPreview || dataset.sameOriginHost === "yes") return;
    dataset.sameOriginHost = "yes";
    console.error("Interview Hindsight needs an origin of its own: this page can read the answers.");
  }

  dataset.sameOriginHost = "no";
  // Trying is the only way to know: a window of another origin throws.
  for (let inner = self; inner !== inner.parent; inner = inner.parent) warnIf(attempt(() => inner.parent.document));
  // WebKit forgets what a frame saves, frames without credentials too; of browsers that we do not know, we say nothing.
  const isKnown = /Chrome|Firefox/.test(navigator.userAgent);
  dataset.lasting = isKnown && !self.credentialless && attempt(() => localStorage) ? "yes" : "no";

  // ---- What it looks like ----

  /** How bright a colour is: no more exact than it has to be for a text that can be read without doubt. */
  const light = (colour) => Math.log(colour.match(/\w\w/g)?.reduce((sum, part, at) => sum + [21, 72, 7][at] * ("0x" + part) ** 2, 6e5));

  /**
   * Shows what surely does no harm: colours where all three are there and stand well apart. What follows from them is in
   * styles/component/embed.css. The rest comes with the program.
   */
  function wear(theme) {
    root.removeAttribute("style");
    const take = (token, allowed) => allowed.exec(theme["theme-" + token] ?? "")?.[0] ?? "";
    const set = (name, value) => root.style.setProperty("--" + name, value);
    dataset.theme = take("mode", /^(light|dark)$/);
    dataset.font = take("font", /^[a-z]{4,9}$/);
    dataset.density = take("density", /^[a-z]{4,9}$/);
    const [ground, ink, accent] = ["background", "text", "accent"].map((token) => take(token, /^#[\da-f]{6}$/i));
    const isRead = (colour) => Math.abs(light(colour) - light(ground)) > 1.5;
    if (isRead(ink) && isRead(accent)) {
      dataset.theme ||= light(ground) < light(ink) ? "dark" : "light";
      set("ground", ground);
      set("ink", ink);
      set("accent", accent);
    }
  }
  wear(wanted);

  // ---- The connection ----

  let port = null;
  let sent = 0;
  /** What was said last of each kind, before the program was there. */
  const early = {};
  /** The same since the last picture: a flood of messages is taken once for each. */
  let waiting = {};

  function message(type, data, seq) {
    return { ns: NS, v: 1, id, type, seq, data };
  }

  function tell(type, data = {}) {
    port?.postMessage(message(type, data, ++sent));
  }

  /** Does what the page around says. The program puts its own in the place of this. */
  let obey = (said) => {
    const { type, data } = said;
    early[type] = said;
    if (type === "theme") wear(data);
    if (type === "focus") document.getElementById("heading").focus();
    if (type === "init") {
      tell("ready");
      soon();
      height = 0;
    }
  };

  const isOurs = (said) => said?.ns === NS && said.v === 1 && said.id === id && said.data;

  function hear({ data: said }) {
    if (!isOurs(said) || !/^(theme|locale|focus)$/.test(said.type)) return;
    if (!Object.keys(waiting)[0]) requestAnimationFrame(takeWaiting);
    waiting[said.type] = said;
  }

  function takeWaiting() {
    const all = Object.values(waiting);
    waiting = {};
    for (const said of all) obey(said);
    // Another font has other heights.
    width = 0;
    soon();
  }

  addEventListener("message", ({ source, origin, data, ports }) => {
    // Any sandboxed page has the origin "null": it says nothing of who it is.
    if (port || !ports[0] || source !== parent || origin === "null" || !isOurs(data) || data.type !== "init") return;
    port = ports[0];
    port.onmessage = hear;
    warnIf(origin === location.origin);
    obey(data);
  });
  // Nothing private is in it, and who is there is not known yet.
  if (parent !== self) parent.postMessage(message("hello", {}, 0), "*");

  // ---- Steps and heights ----

  const STEP = 160;
  let stage = "0";
  let sort;
  let height = 0;
  /** The width of the window, scrollbar and all, that the heights were measured at. */
  let width = 0;
  let sizes;
  /** The page as it came, without anything that somebody has filled in. */
  let sample;
  let isTaken = false;

  const all = (selector, within) => [...within.querySelectorAll(selector)];
  const app = () => document.getElementById("app");

  /**
   * The height of the tallest page of each sort, with everything that any answers may show on it, and of what stands
   * around all of them. Measured out of sight, on the page as it came: nothing that somebody has done, or that the
   * browser keeps, changes it.
   */
  function measure() {
    if (innerWidth === width) return sizes;
    width = innerWidth;
    root.dataset.fits = "";
    const copy = sample.cloneNode(true);
    app().append(copy);
    const heights = (selector) => all(selector, copy).map(({ offsetHeight }) => offsetHeight);
    const tallest = (selector) => Math.max(0, ...heights(selector));
    sizes = {
      around: copy.firstElementChild.offsetHeight - heights("[data-page]").reduce((sum, page) => sum + page),
      start: tallest("[data-sort=start]"),
      question: tallest("[data-sort=question]"),
      list: tallest("[data-sort=list]"),
    };
    for (const part of all("details", copy)) part.open = true;
    sizes.part = tallest("summary + *");
    copy.remove();
    return sizes;
  }

  let settling;

  /** Hides the scrollbar where all is shown, and for the moment that the page around takes to make room. */
  function settle() {
    clearTimeout(settling);
    settling = setTimeout(() => root.toggleAttribute("data-fits", innerHeight >= app().offsetHeight), 300);
  }

  function look() {
    if (!sample || !app().offsetWidth) return;
    settle();
    // The program looks at its own pages.
    if (isTaken) return;
    measure();
    const page = document.querySelector("[data-sort]:not([hidden])");
    const before = height;
    const needed = (sizes[sort] ?? page.offsetHeight) + (page.querySelector("details[open]") ? sizes.part : 0);
    height = Math.min(Math.ceil((sizes.around + needed) / STEP), 60) * STEP;
    if (height !== before) tell("resize", { h: height });
  }

  /** Looks again. Before the first time, the styles may not be there yet. */
  const soon = () => height && setTimeout(look);

  addEventListener("DOMContentLoaded", () => {
    // In a form of its own, no radio button in it belongs to a group of the page.
    sample = document.createElement("form");
    sample.className = "ih-samples";
    sample.append(app().firstElementChild.cloneNode(true));
    for (const part of all("[data-page], [data-page] [hidden]:not([data-frozen])", sample)) part.hidden = false;
    for (const part of all("[data-longest]", sample)) part.textContent = part.dataset.longest;
    new ResizeObserver(() => setTimeout(look)).observe(app());
  });
  addEventListener("resize", () => setTimeout(look));

  addEventListener("hindsight-page", ({ detail: { at = stage, of, sort: now } }) => {
    // The first one is nobody's step.
    if (sort && at !== stage) tell("step", { stage: +at, of: +of });
    if (sort && at + now !== stage + sort) tell("scroll", { y: 0 });
    stage = at;
    sort = now;
    soon();
  });

  /** A step by a link, which would make an entry in the history of the page around. Links elsewhere open a tab. */
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a:not([target])");
    if (isTaken || !link) return;
    event.preventDefault();
    scrollTo(0, 0);
    location.replace(link.href);
  });

  /** What the program needs to go on. From then on it hears everything. */
  globalThis.hindsightFrame = {
    tell,
    early,
    measure: () => JSON.stringify(measure()),
    adopt(hears) {
      look();
      obey = hears;
      isTaken = true;
      return JSON.stringify({ stage, sort, height });
    },
  };
})();
