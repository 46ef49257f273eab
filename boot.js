// Starts the app under the page's strict policy, and says so in the page when it cannot.
//
// It owns everything between the HTML and the first line of Rust: the one Trusted Types policy, the
// check that the wasm is the one that was built, and the message for a start that failed; and the copy
// of the build that the browser keeps for use without a network. It knows nothing of the app. Early
// choices will be kept here too, once the first question is in the HTML.

const page = document.documentElement;
const own = document.getElementById("boot");

// The style sheet gives the rest more time now: the scripts run, so the network is slow at worst.
page.dataset.boot = "loading";

/** The worker that keeps the build. `cargo xtask build` writes it; its name never changes. */
const worker = new URL("./sw.js", document.baseURI).href;

// The page's policy allows one Trusted Types policy by this name, made once. Made here, before
// anything else can run, nobody else can make it. It accepts the worker's address and nothing else.
// Browsers without Trusted Types (Firefox before 148, Safari before 26) have no `trustedTypes`.
const trusted = globalThis.trustedTypes?.createPolicy("interview-hindsight", {
  createScriptURL(url) {
    if (url === worker) return url;
    throw new TypeError(`No script may be started from ${url}`);
  },
});

/** Shows the message in the page, whatever state the app is in. */
function showProblem(error) {
  if (page.dataset.boot === "failed") return;
  page.dataset.boot = "failed";
  // A live region speaks when its content changes, and it may have been there, hidden, from the start.
  const message = document.getElementById("boot-message");
  message?.append(...message.childNodes);
  console.error("Interview Hindsight cannot run:", error);
}

// The link works without this, but then it leads to the start. A reload keeps the place.
document.getElementById("boot-retry")?.addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});

// After a panic the wasm instance is dead: every later click would do nothing, in silence.
function onError(event) {
  const error = event.reason ?? event.error;
  const Death = globalThis.WebAssembly?.RuntimeError;
  if (Death && error instanceof Death) showProblem(error);
}
addEventListener("error", onError);
addEventListener("unhandledrejection", onError);

async function start() {
  // The build writes the hash of the wasm on its preload link. Browsers do not hold a preload to
  // it; they do hold a fetch to it.
  const preload = document.querySelector('link[rel="preload"][type="application/wasm"]');
  const wasm = fetch(own.dataset.wasm, {
    integrity: preload?.integrity ?? "",
    mode: "cors",
    credentials: "same-origin",
  });
  const glue = import(new URL(own.dataset.js, document.baseURI));
  // Both are under way at once.
  const [{ default: init }, response] = await Promise.all([glue, wasm]);
  if (!response.ok) throw new Error(`The app's code did not arrive: ${response.status}`);
  await init({ module_or_path: response });
  if (page.dataset.boot !== "failed") page.dataset.boot = "ready";
}

/**
 * Has the browser keep this build, and tells the app when a newer one waits. Never in a frame: what
 * somebody else's page shows is not to be kept on the device.
 */
async function keepForOffline() {
  const container = navigator.serviceWorker;
  if (self !== parent || !container) return;
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
  // build that it began with, all of which is in its memory, until its own person agrees.
  addEventListener("hindsight-take-over", () => {
    if (!registration.waiting) return location.reload();
    container.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting.postMessage("take over");
  });
}

start()
  // The first visit's bandwidth belongs to the app; the copy comes after it. Where the browser does not
  // keep one (private windows, a full device, no https), the page works all the same.
  .then(() => keepForOffline().catch(() => {}))
  .catch(showProblem);
