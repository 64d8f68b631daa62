// Keeps the frames of pages that must open without a network, and their files. Never a page about a person.
const KEPT = {{ kept|safe }};
const CACHE = `kithwork-${KEPT.version}`;
const WHOLE = [...KEPT.files, ...KEPT.frames.map((frame) => frame.url)];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE)
      .then((cache) => cache.addAll(WHOLE.map((url) => new Request(url, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("kithwork-") && name !== CACHE;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    const frame = KEPT.frames.find(({ path }) => new RegExp(path).test(url.pathname));
    if (frame) event.respondWith(fetch(request).catch(() => caches.match(frame.url)));
    return;
  }
  // Files come from the network while there is one, so that a deploy shows at once.
  if (KEPT.files.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreSearch: true })));
  }
});
