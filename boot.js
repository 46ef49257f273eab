// Starts the app under the page's strict policy, and says so in the page when it cannot.
//
// With early.js, which comes first, it owns everything between the HTML and the first line of Rust: the one
// Trusted Types policy, the check that the wasm is the one that was built, the message for a start that failed,
// what a person does on the first page before the app is there; and the copy of the build that the browser
// keeps for use without a network. It knows the fields of the first page by their markup, and nothing of the app.
//
// It holds up nothing: the first page is there without it.
"use strict";
(() => {
  const page = document.documentElement;
  const own = document.currentScript;
  const files = own.dataset;
  const parsed = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else addEventListener("DOMContentLoaded", resolve, { once: true });
  });

  // The style sheet gives the rest more time now: the scripts run, so the network is slow at worst.
  page.dataset.boot = "loading";

  /** The worker that keeps the build. `cargo xtask build` writes it; its name never changes. */
  const worker = new URL("./sw.js", own.src).href;

  // The page's policy allows one Trusted Types policy by this name, made once. Made here, before
  // anything else can run, nobody else can make it. It accepts the worker's address and nothing else.
  // Browsers without Trusted Types (Firefox before 148, Safari before 26) have no `trustedTypes`.
  const trusted = globalThis.trustedTypes?.createPolicy("interview-hindsight", {
    createScriptURL(url) {
      if (url === worker) return url;
      throw new TypeError(`No script may be started from ${url}`);
    },
  });

  // ---- What is done on the first page before the app is there ----

  const notes = new Map();
  let focused = null;

  /** Leaves a note where the app looks for it: names and values are words of our own markup. */
  function note(name, value) {
    notes.set(name, value);
    const pairs = [...notes].map((pair) => pair.join("="));
    document.getElementById("app").dataset.early = pairs.join("&");
  }

  function goOn() {
    note("go", "");
    if (page.dataset.boot !== "failed") page.dataset.going = "";
  }

  /** What the app's own fields do, until they are there. */
  const heard = {
    change({ target }) {
      if (target.type === "radio") note(target.name, target.value);
      if (target.id === "keep-nothing") note("keep", target.checked ? "no" : "yes");
    },
    click({ target }) {
      if (target.closest?.("#go-on button")) goOn();
    },
    keydown(event) {
      const { target, key } = event;
      if (event.ctrlKey || event.altKey || event.metaKey || target.type !== "radio") return;
      if (key === "Enter") {
        event.preventDefault();
        goOn();
      }
      const group = target.closest("fieldset");
      // Only where the page shows the keys: one digit cannot say ten.
      const chosen = "keys" in group.dataset && group.querySelectorAll("input")[key - 1];
      if (chosen) {
        event.preventDefault();
        chosen.focus();
        chosen.click();
      }
    },
    focusin({ target }) {
      focused = target.id;
    },
    hashchange: () => early.isElsewhere() && early.hideFirstPage(),
  };

  /** What early.js has found. It stands in the page itself. */
  let early = globalThis.hindsightEarly;
  early?.hear(heard);

  /**
   * Fetches what the page has in itself, where a policy stops that: one of another build, which a host has not
   * changed with the files.
   */
  async function bringWhatIsStopped() {
    if (files.sheet && !document.querySelector("style")?.sheet) addSheet(files.sheet, files.sheetIntegrity);
    if (early) return;
    await import(new URL("./early.js", own.src));
    early = globalThis.hindsightEarly;
    early.hear(heard);
  }

  /** Adds a style sheet that the build has made. */
  function addSheet(address, integrity) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.crossOrigin = "anonymous";
    link.integrity = integrity;
    link.href = address;
    document.head.append(link);
    return link;
  }

  const disclosures = () => [...document.querySelectorAll("#app details")];

  /** Which of the first page's disclosures somebody has opened, where that page is shown and stays. */
  function lookAtDisclosures() {
    const isLeft = "first" in page.dataset || "going" in page.dataset;
    return isLeft ? [] : disclosures().map(({ open }) => open);
  }

  /**
   * The app has drawn the same page anew, with what was chosen; the focus comes back to its place, and what was
   * open is open.
   */
  function handOver(opened) {
    for (const [kind, hear] of Object.entries(heard)) removeEventListener(kind, hear);
    page.dataset.boot = "ready";
    mayTryHere = false;
    delete page.dataset.first;
    delete page.dataset.going;
    const isFree = document.activeElement === document.body;
    for (const [at, disclosure] of disclosures().entries()) if (opened[at]) disclosure.open = true;
    if (isFree && focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  // ---- The start ----

  /** Shows the message in the page, whatever state the app is in. */
  function showProblem(error) {
    console.error("Interview Hindsight cannot run:", error);
    if (page.dataset.boot === "failed") return;
    page.dataset.boot = "failed";
    delete page.dataset.going;
    // A live region speaks when its content changes, and it may have been there, hidden, from the start.
    const message = document.getElementById("boot-message");
    message?.append(...message.childNodes);
  }

  // After a panic the wasm instance is dead: every later click would do nothing, in silence.
  function onError(event) {
    const error = event.reason ?? event.error;
    const Death = globalThis.WebAssembly?.RuntimeError;
    if (Death && error instanceof Death) showProblem(error);
  }
  addEventListener("error", onError);
  addEventListener("unhandledrejection", onError);

  /** Fetches a part of the app, where it is not under way, and holds it to the hash that the build has written. */
  async function fetchPart(address, integrity, underWay) {
    const response = await (underWay ?? fetch(address, { integrity, mode: "cors", credentials: "same-origin" }));
    if (!response.ok) throw new Error(`${address} did not arrive: ${response.status}`);
    return response;
  }

  /**
   * Lets the browser do what waits for it, a press or a paint, before the next piece of work. Timers come in the order
   * in which they were set: what the app has put off until then is done.
   */
  function breathe() {
    return new Promise((rested) => setTimeout(rested));
  }

  /** An own quiz's document and its words, which the page names; nothing where it does not, and the app says so. */
  async function fetchQuiz({ quiz }) {
    await parsed;
    const list = document.querySelector("meta[name=own-quizzes]")?.content.split(", ") ?? [];
    const found = list.map((entry) => entry.split(" ")).find(([id]) => id === quiz);
    if (!found) return null;
    const [, , structure, itsHash, words, theirHash] = found;
    const parts = [fetchPart(structure, itsHash), fetchPart(words, theirHash)];
    return Promise.all(parts.map(async (part) => (await part).text()));
  }

  /** The style sheet of the later screens; a page for a frame has it from the start. */
  function bringStyle() {
    if (!files.style) return null;
    return new Promise((resolve, reject) => {
      const link = addSheet(files.style, files.styleIntegrity);
      link.onload = resolve;
      link.onerror = () => {
        link.remove();
        reject(new Error(`${files.style} did not arrive`));
      };
    });
  }

  async function start() {
    const glue = import(new URL(files.js, document.baseURI));
    await bringWhatIsStopped();
    // The build writes the hash of the wasm on its link. A browser holds no preload to it; it does hold a fetch to it.
    const link = document.querySelector('link[type="application/wasm"]');
    const wasm = fetchPart(files.wasm, link?.integrity ?? "", early.code);
    // Another try is another request.
    early.code = null;
    // All are under way at once.
    const program = Promise.all([glue, wasm]).then(async ([{ default: init, begin }, response]) => {
      await init({ module_or_path: response });
      return begin;
    });
    const [begin, ownQuiz] = await Promise.all([program, fetchQuiz(early), bringStyle(), parsed]);
    await breathe();
    const opened = lookAtDisclosures();
    const drawn = new Promise((isDrawn) => addEventListener("hindsight-drawn", isDrawn, { once: true }));
    begin(ownQuiz);
    // In the same task, so that nothing is painted in between, and nobody waits for a frame.
    await drawn;
    if (page.dataset.boot !== "failed") handOver(opened);
  }

  function run() {
    start()
      // The first visit's bandwidth belongs to the app; the copy comes after it. Where the browser does
      // not keep one (private windows, a full device, no https), the page works all the same.
      .then(() => keepForOffline().catch(() => {}))
      .catch(showProblem);
  }

  // The link works without this, but then it leads to the start. The first new try is made in the page,
  // where what was chosen still stands. When the app has died, or that did not help, the page is loaded
  // again, which keeps its place.
  let mayTryHere = true;
  parsed.then(() => {
    document.getElementById("boot-retry")?.addEventListener("click", (event) => {
      event.preventDefault();
      if (!mayTryHere) return location.reload();
      mayTryHere = false;
      page.dataset.boot = "loading";
      if (notes.has("go")) page.dataset.going = "";
      run();
    });
  });

  // ---- The copy on the device ----

  /**
   * Has the browser keep this build, and tells the app when a newer one waits. Never in a frame or
   * by the page that is made for one: what somebody else's page shows is not to be kept on the device.
   */
  async function keepForOffline() {
    const container = navigator.serviceWorker;
    if (self !== parent || "embed" in page.dataset || "builder" in page.dataset || !container) return;
    const registration = await container.register(trusted?.createScriptURL(worker) ?? worker, {
      updateViaCache: "none",
    });
    const announce = () => {
      // Without a controller this is the first build that is kept, and the page is of it already.
      if (registration.waiting && container.controller) {
        dispatchEvent(new Event("hindsight-new-version"));
      }
    };
    announce();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", announce);
    });
    // Only the tab in which the person agreed loads again, and only once. Another tab goes on with the
    // build that it began with, whose files the worker keeps for it, until its own person agrees.
    addEventListener("hindsight-take-over", () => {
      if (!registration.waiting) return location.reload();
      container.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage("take over");
    });
  }

  run();
})();
