// Keeps the app on the device, whole, so that it opens without a network.
//
// It owns one cache for each build and serves every file of the page from it, the page itself included:
// nobody ever gets the HTML of one build with the code of another. `cargo xtask build` writes BUILD in
// front of this: the build's id, and every file with its hash. It knows nothing of answers or results,
// which are in another store, and it leaves `/embed/` alone: a frame in somebody else's page is never
// served from here.

const scope = new URL("./", self.location.href);
// All programs of an origin share its caches, and this one may be there twice, below two paths.
const ours = `interview-hindsight ${scope.pathname} `;
const cacheName = ours + BUILD.id;
const files = new Map(
  Object.entries(BUILD.files).map(([path, integrity]) => [new URL(path, scope).href, integrity]),
);

/** Fetches every file of the build, or none: a build with a hole in it is not kept. */
async function fetchBuild() {
  const cache = await caches.open(cacheName);
  const keep = async ([url, integrity]) => {
    // The hash is held against what arrives, so that neither a host's "not found" page nor a train's
    // sign-in page can end up in the place of a file. "no-cache" asks the host whether what the browser
    // has of it is still right.
    const response = await fetch(url, { integrity, cache: "no-cache", redirect: "error" });
    if (response.status !== 200 || response.type !== "basic") {
      throw new TypeError(`${url} did not arrive: ${response.status}`);
    }
    await cache.put(url, response);
  };
  try {
    await Promise.all([...files].map(keep));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
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
  return fromBuilds([...older, cacheName], url, request);
}

addEventListener("install", (event) => event.waitUntil(fetchBuild()));
addEventListener("activate", (event) => event.waitUntil(rememberOlder()));

// A new build waits until the person agrees, or until no page of the old one is open.
addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
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
