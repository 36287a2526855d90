// Keeps the empty page of 记一件 and what it is made of, nothing else, so that it opens in a stairwell.
'use strict';
const SHELL = 'shell-1', RECORD = '{{ record|escapejs }}', TODAY = '{{ today|escapejs }}', SIGN_OUT = '{{ sign_out|escapejs }}', PARTS = '{{ parts|escapejs }}';

function isPart(url) { return url.origin === self.location.origin && url.pathname.startsWith(PARTS); }

async function keepPage() {
  const answer = await fetch(RECORD, { credentials: 'same-origin' });
  if (answer.ok && !answer.redirected) await (await caches.open(SHELL)).put(RECORD, answer);
}

async function record(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await (await caches.open(SHELL)).put(RECORD, answer.clone());
    return answer;
  } catch (away) {
    const kept = await caches.match(RECORD);
    if (!kept) throw away;
    const page = (await kept.text()).replace('<html ', '<html data-shell="1" ');
    const headers = new Headers(kept.headers);
    headers.delete('content-encoding'); headers.delete('content-length');
    return new Response(page, { headers });
  }
}

async function today(request) {
  try { return await fetch(request); } catch (away) {
    if (await caches.match(RECORD)) return Response.redirect(RECORD, 302);
    throw away;
  }
}

async function part(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
    return answer;
  } catch (away) {
    const kept = await caches.match(request);
    if (!kept) throw away;
    return kept;
  }
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  const parts = ((event.data && event.data.parts) || []).filter((address) => isPart(new URL(address)));
  event.waitUntil(Promise.all([
    keepPage().catch(() => undefined),
    caches.open(SHELL).then((shell) => shell.addAll(parts)).catch(() => undefined),
  ]));
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  if (event.request.method === 'POST' && url.pathname === SIGN_OUT) {
    event.waitUntil(caches.delete(SHELL));
    return;
  }
  if (event.request.method !== 'GET') return;
  if (event.request.mode === 'navigate' && url.pathname === RECORD) event.respondWith(record(event.request));
  else if (event.request.mode === 'navigate' && url.pathname === TODAY) event.respondWith(today(event.request));
  else if (isPart(url)) event.respondWith(part(event.request));
});
