// A choice of files in the words of the page: the browser's own control speaks its own language.
(function () {
  'use strict';
  if (window.filesShown) return;
  window.filesShown = true;
  document.querySelectorAll('[data-files]').forEach(function (part) {
    var input = part.querySelector('input'), label = part.querySelector('label'), words = part.querySelector('[role=status]');
    function tell() {
      var names = Array.prototype.map.call(input.files, function (file) { return file.name; });
      words.textContent = names.length ? words.getAttribute('data-some') + ' ' + names.join(' · ') : words.getAttribute('data-none');
    }
    label.hidden = false;
    input.classList.add('vh');
    input.addEventListener('change', tell);
    if (input.form) input.form.addEventListener('reset', function () { setTimeout(tell, 0); });
    window.addEventListener('pageshow', tell);
    tell();
  });
})();
