{% load ui %}// Keeps static files, whose names change with their content, and one page that says the server cannot be reached.
// Never a page or an answer about customers: those always come from the server.
const KEPT = "rapport-{{ release|escapejs }}";
const STATIC = "{{ static_url|escapejs }}";
const NEEDS = [{% for address in needs %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(NEEDS)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clear = (names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(clear).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(NEEDS[0])));
  else if (pathname.startsWith(STATIC)) event.respondWith(pathname.match(HASHED) ? keptFirst(request) : freshFirst(request));
});

async function keptFirst(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const copy = answer.clone();
    caches.open(KEPT).then((cache) => cache.put(request, copy));
  }
  return answer;
}

async function freshFirst(request) {
  try {
    return await fetch(request);
  } catch (problem) {
    const kept = await caches.match(request);
    if (kept) return kept;
    throw problem;
  }
}
