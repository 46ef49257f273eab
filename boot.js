// Starts the app under the page's strict policy, and says so in the page when it cannot.
//
// It owns everything between the HTML and the first line of Rust: the one Trusted Types policy, the
// check that the wasm is the one that was built, and the message for a start that failed. It knows
// nothing of the app. Early choices will be kept here too, once the first question is in the HTML.

const page = document.documentElement;
const own = document.getElementById("boot");

// The page's policy allows one Trusted Types policy by this name, made once. Made here, before
// anything else can run, nobody else can make it. Nothing needs it yet, so it refuses everything.
// Browsers without Trusted Types (Firefox before 148, Safari before 26) have no `trustedTypes`.
globalThis.trustedTypes?.createPolicy("interview-hindsight", {
  createScriptURL(url) {
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

start().catch(showProblem);
