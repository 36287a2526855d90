// A form is sent once: its buttons rest after the first sending and wake when the page comes back.
(function () {
  'use strict';
  function buttons(form) { return form.querySelectorAll('button:not([type=button]),input[type=submit]'); }
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || form.hasAttribute('data-again')) return;
    if (form.getAttribute('data-sent')) { event.preventDefault(); return; }
    form.setAttribute('data-sent', '1');
    // After this turn: the pressed button's own name and value still go with the form.
    setTimeout(function () { buttons(form).forEach(function (b) { b.disabled = true; }); }, 0);
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (form) {
      form.removeAttribute('data-sent');
      buttons(form).forEach(function (b) { b.disabled = false; });
    });
  });
})();
