// 读给我听: reads the page aloud; the button is there only where the browser has a Chinese voice.
(function () {
  'use strict';
  var button = document.querySelector('[data-read]');
  var speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) return;
  var label = button.querySelector('span') || button, idle = label.textContent, queue = [];

  function voice() {
    var all = speech.getVoices().filter(function (v) { return /^(zh|cmn)/i.test(v.lang); });
    return all.filter(function (v) { return /CN|Hans/i.test(v.lang); })[0] || all[0];
  }
  function show() { if (voice()) { button.classList.remove('away'); button.disabled = false; } }
  function stop() { queue = []; speech.cancel(); label.textContent = idle; button.setAttribute('aria-pressed', 'false'); }
  function lines() {
    var found = [], seen = document.getElementById('main').querySelectorAll('h1,h2,h3,p,li,dt,dd,blockquote,label,legend,.btn');
    Array.prototype.forEach.call(seen, function (part) {
      if (part.querySelector('h2,h3,p,li,dd,blockquote') || !part.offsetParent || part.closest('[aria-hidden=true],.vh')) return;
      var said = part.innerText.replace(/(\d) (?=\d\b)/g, '$1，').replace(/\s+/g, ' ').trim();
      if (said && found[found.length - 1] !== said) found.push(said);
    });
    return found;
  }
  function next() {
    var line = queue.shift();
    if (line === undefined) { stop(); return; }
    var words = new SpeechSynthesisUtterance(line);
    words.voice = voice(); words.lang = words.voice ? words.voice.lang : 'zh-CN'; words.rate = 0.9;
    words.onend = function () { if (label.textContent !== idle) next(); };
    speech.speak(words);
  }
  button.addEventListener('click', function () {
    if (label.textContent !== idle) { stop(); return; }
    label.textContent = button.getAttribute('data-stop'); button.setAttribute('aria-pressed', 'true');
    queue = lines(); next();
  });
  window.addEventListener('pagehide', stop);
  show();
  if (speech.addEventListener) speech.addEventListener('voiceschanged', show); else speech.onvoiceschanged = show;
})();
