// The desk by keyboard: j and k walk the queue, Enter opens, / searches, a letter does what data-key says.
(function () {
  'use strict';
  function writing(node) { return node.closest('input,textarea,select,[contenteditable]'); }
  function rows() { return Array.prototype.slice.call(document.querySelectorAll('.q .t')); }
  function here() {
    var all = rows(), at = all.indexOf(document.activeElement);
    if (at >= 0) return at;
    return all.findIndex(function (row) { return row.closest('[aria-current]'); });
  }
  function walk(step) {
    var all = rows();
    if (!all.length) return;
    var to = Math.min(all.length - 1, Math.max(0, here() + step));
    all[to].focus(); all[to].closest('li').scrollIntoView({ block: 'nearest' });
  }
  function press(key) {
    var found = Array.prototype.filter.call(document.querySelectorAll('[data-key]'), function (node) {
      return node.getAttribute('data-key').toLowerCase() === key && !node.disabled && node.offsetParent;
    })[0];
    if (found) { found.focus(); found.click(); }
    return Boolean(found);
  }
  // Keys of one letter can be turned off (WCAG 2.1.4), for this browser.
  var toggle = document.querySelector('[data-keys]'), store = null, off = false;
  try { store = window.localStorage; off = store.getItem('keys') === 'off'; } catch (e) { /* not remembered */ }
  function label() { toggle.textContent = toggle.getAttribute(off ? 'data-keys-off' : 'data-keys'); }
  if (toggle) {
    label(); toggle.hidden = false;
    toggle.addEventListener('click', function () {
      off = !off; label();
      if (store) store.setItem('keys', off ? 'off' : 'on');
    });
  }

  document.addEventListener('keydown', function (event) {
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.key === 'Escape' && writing(event.target)) { event.target.blur(); return; }
    if (writing(event.target)) return;
    var done = true, search = document.querySelector('[data-search]');
    if (event.key === 'j') walk(1);
    else if (event.key === 'k') walk(-1);
    else if (event.key === '/' && search) { search.focus(); search.select(); }
    else if (event.key === 'Enter' && event.target !== document.body) done = false; // the link or button itself
    else done = press(event.key.toLowerCase());
    if (done) event.preventDefault();
  });
})();
