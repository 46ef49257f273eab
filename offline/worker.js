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

/** Removes what earlier builds have left. Only called when no page of theirs is open any more. */
async function removeOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(ours) && name !== cacheName);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The file from the build; from the network only where the browser has thrown it away. */
async function fromBuild(url, request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(url, { ignoreVary: true })) ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(fetchBuild()));
addEventListener("activate", (event) => event.waitUntil(removeOthers()));

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
  const wanted = request.mode === "navigate" ? page : url.href;
  if (files.has(wanted)) event.respondWith(fromBuild(wanted, request));
});
