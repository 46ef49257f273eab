// Keeps the app on the device, whole, so that it opens without a network.
//
// It owns one cache for each build and serves every file of the page from it, the page itself included:
// nobody ever gets the HTML of one build with the code of another. `cargo xtask build` writes BUILD in
// front of this: the build's id, and every file with its hash; those of each language but the first apart, which are kept
// once a page has asked for the language. It knows nothing of answers or results,
// which are in another store, and it leaves `/embed/` alone: a frame in somebody else's page is never
// served from here.

const scope = new URL("./", self.location.href);
// All programs of an origin share its caches, and this one may be there twice, below two paths.
const ours = `interview-hindsight ${scope.pathname} `;
const cacheName = ours + BUILD.id;
const addressed = (files) =>
  new Map(Object.entries(files).map(([path, integrity]) => [new URL(path, scope).href, integrity]));
const core = addressed(BUILD.files);
const languages = new Map(Object.entries(BUILD.languages).map(([tag, files]) => [tag, addressed(files)]));
const files = new Map([core, ...languages.values()].flatMap((some) => [...some]));

/** Fetches files, each held to its hash. Nothing is kept before all of them are here. */
async function fetchWhole(files) {
  const arrived = async ([url, integrity]) => {
    // The hash is held against what arrives, so that neither a host's "not found" page nor a train's
    // sign-in page can end up in the place of a file. "no-cache" asks the host whether what the browser
    // has of it is still right.
    const response = await fetch(url, { integrity, cache: "no-cache", redirect: "error" });
    if (response.status !== 200 || response.type !== "basic") {
      throw new TypeError(`${url} did not arrive: ${response.status}`);
    }
    return [url, response];
  };
  const whole = await Promise.all([...files].map(arrived));
  const cache = await caches.open(cacheName);
  await Promise.all(whole.map(([url, response]) => cache.put(url, response)));
}

/** Fetches the build, with each language that an older one was asked for, or nothing of it. */
async function fetchBuild() {
  try {
    await Promise.all([core, ...(await askedBefore())].map(fetchWhole));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

// ---- Languages ----

/** Whether every file of a language is in one of these copies. */
async function isIn(names, files) {
  for (const name of names) {
    const look = (url) => caches.match(url, { cacheName: name, ignoreVary: true });
    const found = await Promise.all([...files.keys()].map(look));
    if (found.every(Boolean)) return true;
  }
  return false;
}

/** The files of each language that the copies of older builds have: its page is called the same in every build. */
async function askedBefore() {
  const names = (await caches.keys()).filter((name) => name.startsWith(ours) && name !== cacheName);
  const asked = [];
  for (const files of languages.values()) {
    const pages = new Map([...files].filter(([url]) => url.endsWith("/")).slice(0, 1));
    if (await isIn(names, pages)) asked.push(files);
  }
  return asked;
}

/** The tags of the languages that need no network. */
async function findKept() {
  const kept = [];
  for (const [tag, files] of languages) if (await isIn([cacheName], files)) kept.push(tag);
  return kept;
}

/** Whether a tab shows a page of a language that is not kept: it came from the host, perhaps of another build. */
async function isFromHost(tab) {
  const address = (await clients.get(tab))?.url.replace(/[?#].*/, "").replace(/index\.html$/, "");
  const its = [...languages.values()].find((files) => files.has(address));
  return Boolean(its) && !(await isIn([cacheName], its));
}

/** Keeps a language, where it can be had, and tells the page which are kept. */
async function keepLanguage(tag, page) {
  const files = languages.get(tag);
  try {
    if (files && !(await isIn([cacheName], files))) await fetchWhole(files);
  } finally {
    page?.postMessage({ type: "languages", build: BUILD.id, kept: await findKept() });
  }
}

// ---- Tabs of older builds ----
//
// A tab goes on with the build that it was loaded from when another tab agrees to a new one, and may yet need a
// file of it, which the host no longer has. So the copies of older builds stay until the tabs are gone that were
// open when this build took over. Their ids are written down, because a browser ends a worker between two requests.

const olderKey = new URL("./older-builds", scope).href;
// Whether this run of the worker knows that no older build is left.
let isAlone = false;

/** Notes which tabs are of an older build. Called before this build answers any request. */
async function rememberOlder() {
  const names = await caches.keys();
  const builds = names.filter((name) => name.startsWith(ours) && name !== cacheName);
  if (builds.length === 0) return;
  const cache = await caches.open(cacheName);
  const older = { builds, tabs: await openTabs() };
  await cache.put(olderKey, new Response(JSON.stringify(older)));
  await removeOlder();
}

async function openTabs() {
  const tabs = await clients.matchAll({ includeUncontrolled: true });
  return tabs.map(({ id }) => id);
}

/** The older builds and their tabs; neither, once they are removed. */
async function findOlder() {
  const noted = isAlone ? null : await caches.match(olderKey, { cacheName });
  isAlone = !noted;
  return noted ? noted.json() : { builds: [], tabs: [] };
}

/** Removes older builds when none of their tabs is open any more. */
async function removeOlder() {
  const { builds, tabs } = await findOlder();
  if (builds.length === 0) return;
  // A newer build may have been on its way when the list was made. It removes them when it has taken over.
  if (registration.installing || registration.waiting) return;
  const open = await openTabs();
  if (tabs.some((tab) => open.includes(tab))) return;
  await Promise.all(builds.map((name) => caches.delete(name)));
  await (await caches.open(cacheName)).delete(olderKey);
}

// ---- Answers ----

/** The file from the first of these builds that has it; from the network where the browser threw it away. */
async function fromBuilds(builds, url, request) {
  for (const name of builds) {
    const found = await caches.match(url, { cacheName: name, ignoreVary: true });
    if (found) return found;
  }
  return fetch(request);
}

/** A file for a tab: from its own build, whichever that is. */
async function fileFor(tab, url, request) {
  const { builds, tabs } = await findOlder();
  // The youngest comes last in the browser's list.
  const older = tabs.includes(tab) ? builds.reverse() : [];
  const ofTheCopy = () => fromBuilds([...older, cacheName], url, request);
  return (await isFromHost(tab)) ? fetch(request).catch(ofTheCopy) : ofTheCopy();
}

addEventListener("install", (event) => event.waitUntil(fetchBuild()));
addEventListener("activate", (event) => event.waitUntil(rememberOlder()));

// A new build waits until the person agrees, or until no page of the old one is open.
addEventListener("message", (event) => {
  const { data, source } = event;
  if (data === "take over") skipWaiting();
  // A page names its language; one that names none only asks.
  if (data?.type === "language") event.waitUntil(keepLanguage(data.tag, source).catch(() => {}));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  // A page is the same by its folder and by its name, and whatever query a link to it carries.
  const page = url.origin + url.pathname.replace(/index\.html$/, "");
  const isPage = request.mode === "navigate";
  const isOfThisBuild = files.has(isPage ? page : url.href);
  // A page is always the one of this build. A file that it does not have may be one of an older build.
  const mayBeOlder = !isPage && !isAlone && url.href.startsWith(scope.href);
  if (!isOfThisBuild && !mayBeOlder) return;
  const answer = isPage ? fromBuilds([cacheName], page, request) : fileFor(event.clientId, url.href, request);
  event.respondWith(answer);
  // A tab that loads the new page was perhaps the last of an older build. It still counts while the page itself is
  // asked for, and no longer when the page asks for its files.
  if (!isAlone) event.waitUntil(answer.then(removeOlder));
});
