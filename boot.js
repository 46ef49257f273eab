// Brings the program, and says so when it cannot come.
//
// The questionnaire works without it (questionnaire.js), so it comes after the first paint and holds up nothing. Owns
// everything between the page and the first line of Rust: the one Trusted Types policy, the check that the wasm is the
// one that was built, the share of it that has arrived, new tries; and the copy of the build that the browser keeps
// for use without a network. Knows nothing of questions.
"use strict";
(() => {
  const page = document.documentElement;
  const own = document.currentScript;
  const files = own.dataset;
  /** Where the files of the site are. */
  const site = new URL("./", own.src).href;
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

  /**
   * Fetches the script that stands in the page itself, where a policy stops that: one of another build, which a host
   * has not changed with the files. The same with the style sheet.
   */
  async function bringWhatIsStopped() {
    if (files.sheet && !document.querySelector("style")?.sheet) {
      // It is the file that stands in the page, so the page's own policy names its hash.
      const policy = document.querySelector("meta[http-equiv]").content;
      const [, integrity] = policy.match(/style-src [^;]*'(sha256-[^']+)'/) ?? [];
      addSheet(files.sheet, integrity ?? "");
    }
    if (!globalThis.hindsight) await import(new URL("./questionnaire.js", own.src));
  }

  function addSheet(address, integrity) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.crossOrigin = "anonymous";
    link.integrity = integrity;
    link.href = address;
    document.head.append(link);
    return link;
  }

  let style = null;

  /** The style sheet of the later screens; a page for a frame has it from the start. */
  function bringStyle() {
    if (!files.style) return null;
    style ??= new Promise((resolve, reject) => {
      const link = addSheet(files.style, files.styleIntegrity);
      link.onload = resolve;
      link.onerror = () => {
        style = null;
        link.remove();
        reject(new Error(`${files.style} did not arrive`));
      };
    });
    return style;
  }

  // ---- The program ----

  /** Shows that the program is dead or has not come, wherever somebody is. */
  function showProblem(error) {
    console.error("Interview Hindsight cannot run:", error);
    // Before the program was there, the page says so in place; after it, boot.css shows a message over everything.
    page.dataset.boot = page.dataset.boot === "ready" || page.dataset.boot === "dead" ? "dead" : "failed";
    globalThis.hindsight?.failed(globalThis.WebAssembly ? "failed" : "unsupported", tryAgain);
  }

  // After a panic the wasm instance is dead: every later click would do nothing, in silence.
  function onError(event) {
    const error = event.reason ?? event.error;
    const Death = globalThis.WebAssembly?.RuntimeError;
    if (Death && error instanceof Death) showProblem(error);
  }
  addEventListener("error", onError);
  addEventListener("unhandledrejection", onError);

  /** Which try this is. A later one asks the network, and not a cache that may hold what was wrong. */
  let tries = 0;

  function fetchFile(address, options) {
    const again = tries > 1 ? { cache: "reload" } : {};
    return fetch(address, { mode: "cors", credentials: "same-origin", ...options, ...again }).then((response) => {
      if (!response.ok) throw new Error(`${address} did not arrive: ${response.status}`);
      return response;
    });
  }

  /** All bytes of a file, with the share of them that has arrived told on the way. */
  async function readWhole(response, size) {
    const bytes = new Uint8Array(size);
    let filled = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (filled + value.length > size) throw new Error("the program is longer than it was built");
      bytes.set(value, filled);
      filled += value.length;
      globalThis.hindsight.progress(filled / size);
    }
    return bytes.subarray(0, filled);
  }

  async function checkHash(bytes, integrity) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
    const hash = btoa(String.fromCharCode(...digest));
    if (`sha384-${hash}` !== integrity) throw new Error("the program is not the one that was built");
  }

  /**
   * The program's bytes, held to the hash that the build has written. Where the browser counts no hashes (a page
   * without https), its own check of a fetch does, which gives nothing before the end: then there is no share.
   */
  async function fetchProgram() {
    const { wasm, wasmIntegrity: integrity, wasmSize } = files;
    if (!integrity) return fetchFile(wasm).then((response) => response.arrayBuffer());
    if (!globalThis.crypto?.subtle || !wasmSize) {
      return fetchFile(wasm, { integrity }).then((response) => response.arrayBuffer());
    }
    const bytes = await readWhole(await fetchFile(wasm), Number(wasmSize));
    await checkHash(bytes, integrity);
    return bytes;
  }

  /** A module that has failed is remembered as failed by its address; another fragment makes it another one. */
  function importScript() {
    return import(new URL(files.js + (tries > 1 ? `#${tries}` : ""), document.baseURI));
  }

  async function fetchText({ file, integrity }) {
    return (await fetchFile(file, { integrity })).text();
  }

  /** What the page names of an own quiz: its document, and its words by language. Nothing on a page of the built-in one. */
  function ownQuiz() {
    const { quiz } = page.dataset;
    const list = document.querySelector("meta[name=own-quizzes]")?.content.split(", ") ?? [];
    const found = list.map((entry) => entry.split(" ")).find(([id]) => id === quiz);
    if (!found) return null;
    const [, , file, integrity, ...rest] = found;
    const words = new Map();
    for (let at = 0; at < rest.length; at += 3) words.set(rest[at], { file: rest[at + 1], integrity: rest[at + 2] });
    return { structure: { file, integrity }, words };
  }

  /** The languages of the site, the first one's page first. The page names the list, which names what each consists of. */
  async function fetchLanguages() {
    const { languages: file, languagesIntegrity: integrity } = files;
    return JSON.parse(await fetchText({ file, integrity }));
  }

  /**
   * Names this page in each language in its head, with the words that it needs: the program changes to another one by
   * them. Whole addresses, because the page's own changes with its language.
   */
  function nameLanguages(languages, quiz) {
    if (document.querySelector("meta[name=languages]")) return;
    const own = languages.find(({ tag }) => tag === page.lang);
    const first = new URL(own?.folder ? "../" : "./", location.href).href;
    const whole = ({ file, integrity }, base) => ({ file: new URL(file, base).href, integrity });
    const named = languages.map(({ tag, folder, words, integrity, manifest }) => {
      const its = quiz?.words.get(tag);
      return {
        tag,
        page: first + folder,
        words: whole({ file: words, integrity }, site),
        manifest: new URL(manifest, site).href,
        quiz: its && whole(its, document.baseURI),
      };
    });
    document.head.append(Object.assign(document.createElement("meta"), { name: "languages", content: JSON.stringify(named) }));
  }

  /** The words of the page's language. */
  async function fetchWords(quiz) {
    const languages = await fetchLanguages();
    nameLanguages(languages, quiz);
    const { words: file, integrity } = languages.find(({ tag }) => tag === page.lang);
    return fetchText({ file: new URL(file, site).href, integrity });
  }

  /** An own quiz's document and its words: in the page's language, or in its own, which comes first. */
  function fetchQuiz(quiz) {
    if (!quiz) return null;
    const words = quiz.words.get(page.lang) ?? quiz.words.values().next().value;
    return Promise.all([quiz.structure, words].map(fetchText));
  }

  /** Lets the browser do what waits for it, a press or a paint, before the next piece of work. */
  function breathe() {
    return new Promise((rested) => setTimeout(rested));
  }

  async function start() {
    tries += 1;
    await bringWhatIsStopped();
    if (!globalThis.WebAssembly) throw new Error("this browser has no WebAssembly");
    const own = ownQuiz();
    const parts = [importScript(), fetchProgram(), fetchWords(own), fetchQuiz(own), bringStyle(), parsed];
    const [{ default: init, prepare }, bytes, words, quiz] = await Promise.all(parts);
    await breathe();
    // Compiled apart from the page's thread, and started in a task of its own.
    await init({ module_or_path: await WebAssembly.compile(bytes) });
    await breathe();
    const program = prepare(words, quiz);
    await breathe();
    program.load_locale();
    await breathe();
    page.dataset.boot = "arrived";
    globalThis.hindsight.arrived((notes) => {
      try {
        program.begin(notes);
        page.dataset.boot = "ready";
      } catch (error) {
        showProblem(error);
      }
    });
  }

  const parsed = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else addEventListener("DOMContentLoaded", resolve, { once: true });
  });

  /** The first paint has the network and the processor for itself. In a tab that nobody sees there is none to wait for. */
  function afterFirstPaint() {
    return new Promise((painted) => {
      if (document.hidden) return painted();
      requestAnimationFrame(() => setTimeout(painted));
    });
  }

  function run() {
    start()
      // The first visit's bandwidth belongs to the app; the copy comes after it. Where the browser does
      // not keep one (private windows, a full device, no https), the page works all the same.
      .then(() => keepForOffline().catch(() => {}))
      .catch(showProblem);
  }

  /** A first new try is made in the page. When the program has died, the page is loaded again, which keeps its place. */
  function tryAgain() {
    if (page.dataset.boot === "ready") return location.reload();
    page.dataset.boot = "loading";
    globalThis.hindsight.retrying();
    run();
  }

  // ---- The copy on the device ----

  /**
   * Has every build that the browser keeps, and the one that it is about to, keep the page's language; and tells the page
   * which languages need no network: `data-kept` on the root element, tags with spaces between. The program dispatches
   * `hindsight-language` when it has changed the page's language.
   */
  function keepLanguages(container, registration) {
    container.addEventListener("message", ({ source, data }) => {
      const { installing, waiting, active } = registration;
      if (data?.type !== "languages" || source !== (active ?? waiting ?? installing)) return;
      page.dataset.kept = data.kept.join(" ");
      dispatchEvent(new Event("hindsight-kept-languages"));
    });
    const ask = () => {
      const { installing, waiting, active } = registration;
      for (const build of [installing, waiting, active]) build?.postMessage({ type: "language", tag: page.lang });
    };
    // Not sooner: a build that was still being installed once gave no answer (Firefox 153).
    container.ready.then(ask);
    addEventListener("hindsight-language", ask);
  }

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
    keepLanguages(container, registration);
    const announce = () => {
      // Where no older build is at work, for the site and on this page, the page is of this one already.
      if (registration.waiting && registration.active && container.controller) {
        page.dataset.newVersion = "";
        dispatchEvent(new Event("hindsight-new-version"));
      }
    };
    // The browser may have found a build, or have it whole, before the page hears of it: in a tab that is not shown, or
    // when the page has heard of the registration late.
    const watch = () => {
      announce();
      registration.installing?.addEventListener("statechange", announce);
    };
    watch();
    registration.addEventListener("updatefound", watch);
    // Only the tab in which the person agreed loads again, and only once. Another tab goes on with the
    // build that it began with, whose files the worker keeps for it, until its own person agrees.
    addEventListener("hindsight-take-over", () => {
      if (!registration.waiting) return location.reload();
      container.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage("take over");
    });
  }

  parsed.then(afterFirstPaint).then(run);
})();
