// Keeps what was typed in a <form data-keep="name"> on this device until a page says it arrived.
(function () {
  'use strict';
  var LONGEST = 30 * 24 * 60 * 60 * 1000, PREFIX = 'keep:';
  var store;
  try { store = window.localStorage; store.getItem(PREFIX); } catch (e) { return; }

  function drop(name) { store.removeItem(PREFIX + name); }
  function kept(name) {
    try {
      var found = JSON.parse(store.getItem(PREFIX + name));
      if (found && Date.now() - found.at < LONGEST) return found.typed;
    } catch (e) { /* what cannot be read is not kept */ }
    drop(name);
    return null;
  }
  function keepable(field) {
    return field.name && ['hidden', 'password', 'file', 'submit', 'button'].indexOf(field.type) < 0 &&
      !field.hasAttribute('data-no-keep') && field.autocomplete !== 'one-time-code';
  }
  function fields(form) { return Array.prototype.filter.call(form.elements, keepable); }
  function ticks(field) { return field.type === 'checkbox' || field.type === 'radio'; }

  function save(form, name) {
    var typed = fields(form).reduce(function (all, field) {
      if (ticks(field)) { if (field.checked) all.push([field.name, field.value]); }
      else if (field.value.trim()) all.push([field.name, field.value]);
      return all;
    }, []);
    if (!typed.length) { drop(name); return; }
    try { store.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), typed: typed })); } catch (e) { /* full */ }
  }

  function restore(form, typed) {
    var changed = false;
    fields(form).forEach(function (field) {
      var mine = typed.filter(function (pair) { return pair[0] === field.name; });
      if (!mine.length) return;
      if (ticks(field)) {
        var on = mine.some(function (pair) { return pair[1] === field.value; });
        if (on && !field.checked) { field.checked = true; changed = true; }
      } else if (!field.value || (field.tagName === 'SELECT' && field.value !== mine[0][1])) {
        field.value = mine[0][1]; changed = true;
      }
    });
    return changed;
  }

  function tell(form, name) {
    var line = document.createElement('p'), words = document.createElement('span'), button = document.createElement('button');
    var english = document.documentElement.lang.indexOf('en') === 0;
    line.className = 'note'; line.setAttribute('role', 'status');
    words.textContent = english ? 'We kept what you had not sent last time.' : '已帮您留着上次没发出的内容';
    button.type = 'button'; button.className = 'btn text end';
    button.textContent = english ? 'Clear it' : '清掉';
    button.addEventListener('click', function () {
      drop(name); form.reset(); line.parentNode.removeChild(line);
      form.dispatchEvent(new CustomEvent('kept:cleared', { bubbles: true }));
      var first = fields(form)[0]; if (first) first.focus();
    });
    line.appendChild(words); line.appendChild(button);
    form.insertBefore(line, form.firstChild);
  }

  document.querySelectorAll('meta[name=sent]').forEach(function (meta) { drop(meta.content); });
  document.querySelectorAll('form[data-keep]').forEach(function (form) {
    var name = form.getAttribute('data-keep'), typed = kept(name);
    if (typed && restore(form, typed)) tell(form, name);
    var timer, touched = false, later = function () { touched = true; clearTimeout(timer); timer = setTimeout(function () { save(form, name); }, 300); };
    form.addEventListener('input', later);
    form.addEventListener('change', later);
    form.addEventListener('submit', function () { clearTimeout(timer); save(form, name); });
    window.addEventListener('pagehide', function () { if (touched) save(form, name); });
    window.addEventListener('pageshow', function (event) { if (event.persisted) touched = false; });
  });
})();
