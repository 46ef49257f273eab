// What is looked at in a page, from before its own first script on. It is put into every page that is measured, ours
// and others, so it knows none of them: what is a question and what goes on is told in CSS selectors.
"use strict";
globalThis.measure = (() => {
  const first = performance.getEntriesByName.bind(performance);
  const at = (mark) => first(mark)[0]?.startTime;
  const markOnce = (mark) => at(mark) ?? performance.mark(mark);

  // ---- What happens by itself ----

  let blocked = 0;
  let shift = 0;
  const longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      blocked += Math.max(0, duration - 50);
      longTasks.push({ at: startTime, took: duration });
    }
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });

  // Ours goes on by its own script as soon as its page is read; the peers set the mark themselves.
  document.addEventListener("DOMContentLoaded", () => globalThis.hindsight && markOnce("live"));

  const memories = new Set();
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      for (const part of Object.values((made.instance ?? made).exports)) {
        if (part instanceof WebAssembly.Memory) memories.add(part);
      }
      return made;
    };
  }

  // ---- Waiting ----

  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const task = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    });

  (async () => {
    // The frame in which they are there for the first time. A task after it could wait for long behind others.
    do await frame();
    while (!document.querySelector("input[type=radio]")?.checkVisibility());
    markOnce("answerable");
  })();

  /** Does something, and tells the milliseconds and the frames until something is so and laid out. */
  function until(isSo, act) {
    return new Promise((resolve, reject) => {
      performance.mark("until-begun");
      const begun = performance.now();
      let frames = 0;
      let took;
      const look = () => {
        if (took !== undefined || !isSo()) return;
        document.body.getBoundingClientRect();
        took = performance.now() - begun;
        performance.mark("until-ended");
        // A trace has them; the page would keep them.
        for (const mark of ["until-begun", "until-ended"]) performance.clearMarks(mark);
        watch.disconnect();
      };
      const watch = new MutationObserver(look);
      watch.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
      const count = () => {
        frames += 1;
        look();
        if (took !== undefined) return resolve({ took, frames });
        if (performance.now() - begun > 20_000) return reject(new Error("it never came"));
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      act();
      look();
    });
  }

  /** Chooses that answer in each group of radios in sight, the last one where there are fewer. */
  function choose(which) {
    const groups = new Map();
    for (const radio of document.querySelectorAll("input[type=radio]")) {
      if (!radio.checkVisibility()) continue;
      if (!groups.has(radio.name)) groups.set(radio.name, []);
      groups.get(radio.name).push(radio);
    }
    for (const group of groups.values()) group[Math.min(which, group.length - 1)].click();
  }

  const words = (selector) => document.querySelector(selector)?.textContent;

  /** Answers from page to page until the end is there: how long each next page took. */
  async function walk({ question, next, end }) {
    const steps = [];
    while (!document.querySelector(end)) {
      if (steps.length > 60) throw new Error("there is no end");
      choose(0);
      await frame();
      await task();
      const before = words(question);
      const isNext = () => document.querySelector(end) || (words(question) ?? before) !== before;
      const button = document.querySelector(next);
      // A press moves the focus to what is pressed, before the click.
      button.focus();
      steps.push(await until(isNext, () => button.click()));
      await frame();
      await task();
    }
    return { steps, end: words(end) };
  }

  // ---- Presses while the page loads ----

  const pressed = { count: 0, worst: 0, hasEnded: false };

  /**
   * Chooses an answer and presses what leads on, in turns, one press every so many milliseconds from the first answer in
   * sight on, until the end is there. Notes the longest time from when a press was due until the frame after it.
   */
  async function pressEvery(pause, { next, end }) {
    while (!at("answerable")) await frame();
    let due = performance.now();
    while (!document.querySelector(end)) {
      // Whoever presses while nothing happens presses on; the first of these presses waits the longest.
      do due += pause;
      while (due < performance.now());
      await new Promise((done) => setTimeout(done, due - performance.now()));
      if (pressed.count % 2) document.querySelector(next)?.click();
      else choose(pressed.count % 3);
      await frame();
      await task();
      pressed.count += 1;
      pressed.worst = Math.max(pressed.worst, performance.now() - due);
    }
    pressed.hasEnded = true;
  }

  /** Answers questions, one after the other and back again, each time differently; from that question on. */
  async function backAndForth({ question, next, back }, count) {
    for (let answered = 0; answered < count; answered++) {
      choose((answered >> 1) % 2);
      await frame();
      const before = words(question);
      const turn = answered % 2 ? back : next;
      await until(() => (words(question) ?? before) !== before, () => document.querySelector(turn).click());
    }
  }

  /** Goes to each address, and waits for what its screen is told by. */
  async function goThrough(stops) {
    for (const [address, marker] of stops) {
      await until(() => document.querySelector(marker), () => (location.hash = address));
    }
  }

  return {
    backAndForth, goThrough, pressEvery, pressed,
    at, until, walk, choose, words, frame, task, longTasks,
    /** Bytes of the wasm's memory. */
    wasm: () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    /** What was asked for, each file once, with its bytes as they came. */
    files() {
      const files = new Map();
      for (const entry of [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]) {
        const { name, startTime, responseEnd, encodedBodySize, initiatorType } = entry;
        if (name.startsWith("data:") || initiatorType === "iframe") continue;
        // A preload and its use are two entries of one request.
        const known = files.get(name);
        files.set(name, {
          name,
          begun: known?.begun ?? startTime,
          ended: known?.ended ?? responseEnd,
          bytes: Math.max(known?.bytes ?? 0, encodedBodySize),
        });
      }
      return [...files.values()];
    },
    found: () => ({
      paint: first("first-contentful-paint")[0]?.startTime,
      answerable: at("answerable"),
      live: at("live"),
      // The start of an answer is told as the machine's network had it, its end as it was let through (Chromium 156).
      waited: (({ requestStart, responseEnd }) => responseEnd - requestStart)(performance.getEntriesByType("navigation")[0]),
      blocked,
      shift,
    }),
    /** The same work each time, to see how fast the processor is made. */
    spin() {
      const begun = performance.now();
      let sum = 0;
      for (let n = 0; n < 2e7; n++) sum = (sum + n * n) % 1_000_003;
      return sum >= 0 && performance.now() - begun;
    },
  };
})();
