// The switch that turns the offline copy off: `cargo xtask build --no-offline` puts this in the place of
// the worker. Browsers ask for that file at each visit, so the copy is gone from the next one on.
// Answers and results are in another store, and stay.

const scope = new URL("./", self.location.href);
const ours = `interview-hindsight ${scope.pathname} `;

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(ours)).map((name) => caches.delete(name)));
  await registration.unregister();
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));
