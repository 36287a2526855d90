// A <form data-offline="what it is"> that cannot go out waits on this phone and goes out once, later.
// Each carries its one-time key, so that the server does it once however often it arrives.
(function () {
  'use strict';
  var SCRIPT = document.currentScript, OWNER = SCRIPT.getAttribute('data-owner') || '';
  var BIGGEST = 2 * 1024 * 1024, english = document.documentElement.lang.indexOf('en') === 0;
  if (!window.indexedDB || !window.fetch || !window.FormData || !window.Promise) return;

  function said(chinese, other) { return english ? other : chinese; }
  function asked(request) {
    return new Promise(function (done, failed) {
      request.onsuccess = function () { done(request.result); };
      request.onerror = function () { failed(request.error); };
    });
  }
  function opened() {
    var request = indexedDB.open('waiting', 1);
    request.onupgradeneeded = function () {
      request.result.createObjectStore('forms', { keyPath: 'id', autoIncrement: true });
    };
    return asked(request);
  }
  function forms(mode, ask) {
    return opened().then(function (base) {
      return asked(ask(base.transaction('forms', mode).objectStore('forms'))).then(function (found) {
        base.close(); return found;
      });
    });
  }
  function mine() {
    return forms('readonly', function (store) { return store.getAll(); }).then(function (all) {
      return all.filter(function (one) { return !one.owner || one.owner === OWNER; });
    });
  }
  function put(one) { return forms('readwrite', function (store) { return store.put(one); }); }
  function drop(one) { return forms('readwrite', function (store) { return store.delete(one.id); }); }

  function freshKey(form) {
    var field = form.elements.key, bytes = new Uint8Array(16);
    if (!field) return;
    window.crypto.getRandomValues(bytes);
    field.value = 'w' + Array.prototype.map.call(bytes, function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
  }

  var line;
  function tell(words) {
    if (!line) {
      line = document.createElement('p');
      line.className = 'note'; line.setAttribute('role', 'status'); line.setAttribute('data-waiting', '');
      var main = document.getElementById('main') || document.body;
      main.insertBefore(line, main.firstChild);
    }
    line.textContent = words;
  }
  function showState(sent) {
    return mine().then(function (all) {
      var waits = all.filter(function (one) { return !one.refused; }), refused = all.filter(function (one) { return one.refused; });
      var words = [];
      if (sent) words.push(said('先前存着的 ' + sent + ' 件发出去了。', sent + ' kept on this phone went out.'));
      if (waits.length) words.push(said('没有网络，存在这部手机里，有网就发：', 'No network: kept on this phone, it goes out when there is one: ') + waits.map(function (one) { return one.label; }).join(said('、', ', ')));
      if (words.length) tell(words.join(' '));
      refused.forEach(showRefused);
    });
  }
  function showRefused(one) {
    if (document.getElementById('waiting-' + one.id)) return;
    var box = document.createElement('div'), words = document.createElement('p'), link = document.createElement('a'), button = document.createElement('button');
    box.className = 'note hot'; box.id = 'waiting-' + one.id;
    words.textContent = said('没有收下，还存在这部手机里：', 'Not accepted, still kept on this phone: ') + one.label + ' ' +
      one.fields.filter(function (pair) { return pair[0] === 'words'; }).map(function (pair) { return pair[1]; }).join(' ');
    link.href = one.page; link.className = 'btn text'; link.textContent = said('再填一遍', 'Fill it in again');
    button.type = 'button'; button.className = 'btn text'; button.textContent = said('不要了', 'Throw it away');
    button.addEventListener('click', function () { drop(one).then(function () { box.parentNode.removeChild(box); }); });
    box.appendChild(words); box.appendChild(link); box.appendChild(button);
    var main = document.getElementById('main') || document.body;
    main.insertBefore(box, main.firstChild);
  }

  function body(fields) {
    var sending = new FormData(), token = document.querySelector('input[name=csrfmiddlewaretoken]');
    fields.forEach(function (pair) { sending.append(pair[0], pair[1]); });
    if (token) sending.set('csrfmiddlewaretoken', token.value);
    return sending;
  }
  function post(url, fields) { return fetch(url, { method: 'POST', body: body(fields), credentials: 'same-origin' }); }
  function isAway(response) { return response.status >= 502; }

  var sending = false;
  function sendAll() {
    if (sending) return Promise.resolve();
    sending = true;
    var sent = 0;
    return mine().then(function (all) {
      return all.filter(function (one) { return !one.refused; }).reduce(function (before, one) {
        return before.then(function (goOn) { return goOn && sendOne(one).then(function (went) { if (went) sent += 1; return went !== false; }); });
      }, Promise.resolve(true));
    }).catch(function () { /* still no network: it stays */ }).then(function () { sending = false; return showState(sent); });
  }
  // true: it arrived; null: refused and kept; false: wait and keep the order.
  function sendOne(one) {
    return post(one.url, one.fields).then(function (response) {
      if (isAway(response) || response.status === 401 || response.status === 403 || response.status === 429) return false;
      if (response.ok) return drop(one).then(function () { return true; });
      one.refused = response.status;
      return put(one).then(function () { return null; });
    });
  }

  function fieldsOf(form, button) {
    var all = [], tooBig = false;
    new FormData(form).forEach(function (value, name) {
      if (value instanceof File) {
        if (!value.name) return;
        if (value.size > BIGGEST) { tooBig = true; return; }
      }
      all.push([name, value]);
    });
    if (button && button.name) all.push([button.name, button.value]);
    return { all: all, tooBig: tooBig };
  }
  function keep(form, fields, tooBig) {
    return put({
      owner: form.hasAttribute('data-anybody') ? '' : OWNER, url: form.action, page: location.pathname + location.search,
      label: form.getAttribute('data-offline'), fields: fields, at: Date.now()
    }).then(function () {
      var draft = form.getAttribute('data-keep');
      if (draft) try { localStorage.removeItem('keep:' + draft); } catch (e) { /* not there */ }
      form.reset(); freshKey(form);
      return showState(0).then(function () {
        if (tooBig && line) line.textContent += said(' 照片太大，没有存下，请有网时再补。', ' The photo was too big to keep; add it when there is a network.');
      });
    });
  }
  function submitted(event) {
    var form = event.currentTarget;
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (form.getAttribute('data-sending')) return;
    form.setAttribute('data-sending', '1');
    var button = event.submitter || document.activeElement;
    if (!button || button.form !== form) button = null;
    var fields = fieldsOf(form, button), whole = new FormData(form);
    if (button && button.name) whole.append(button.name, button.value);
    fetch(form.action, { method: 'POST', body: whole, credentials: 'same-origin' }).then(function (response) {
      if (isAway(response)) throw new Error('away');
      if (response.ok) { location.assign(response.url); return null; }
      return response.text().then(function (page) { document.open(); document.write(page); document.close(); });
    }).catch(function () {
      return keep(form, fields.all, fields.tooBig).then(function () { form.removeAttribute('data-sending'); }, function () {
        // Nothing can be kept here: the browser sends it as it always did.
        form.removeAttribute('data-sending'); form.submit();
      });
    });
  }

  var offered = document.querySelectorAll('form[data-offline]');
  Array.prototype.forEach.call(offered, function (form) {
    // A page out of the cache carries a key that may have been used.
    if (document.documentElement.hasAttribute('data-shell')) freshKey(form);
    form.addEventListener('submit', submitted);
  });
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) Array.prototype.forEach.call(offered, function (form) { form.removeAttribute('data-sending'); });
  });
  window.addEventListener('online', sendAll);
  sendAll();

  var worker = SCRIPT.getAttribute('data-worker');
  if (worker && offered.length && navigator.serviceWorker) {
    navigator.serviceWorker.register(worker).then(function () { return navigator.serviceWorker.ready; }).then(function (ready) {
      var parts = performance.getEntriesByType('resource').map(function (one) { return one.name; });
      ready.active.postMessage({ parts: parts });
    }).catch(function () { /* without it a page opens with network only */ });
  }
})();
