(function () {
  "use strict";
  var from = null;
  function shown() {
    return /^#e\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="#e"]');
    if (link) { from = link; }
  });
  window.addEventListener("hashchange", function () {
    var head = shown();
    if (head) { head.focus({ preventScroll: true }); head.parentNode.querySelector("ol").scrollTop = 0; }
  });
  document.addEventListener("keydown", function (event) {
    var head = shown();
    if (event.key !== "Escape" || !head) { return; }
    if (!from) { location.hash = head.querySelector("a.back").getAttribute("href"); return; }
    window.addEventListener("hashchange", function () { from.focus({ preventScroll: true }); from = null; }, { once: true });
    history.back();
  });
})();
