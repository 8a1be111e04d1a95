/* Shows the offline page when there is no connection. Keeps no questions and no answers. */
"use strict";

const CACHE = "thutuc-@VERSION@";
const KEPT = ["@KEPT@"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(KEPT.map((url) => new Request(url, { credentials: "omit" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n !== CACHE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(KEPT[0])));
    return;
  }
  const path = new URL(request.url).pathname;
  if (KEPT.indexOf(path) > 0) {
    event.respondWith(caches.match(path).then((kept) => kept || fetch(request)));
  }
});
