/* Puts the question box of Thủ Tục on a page. In the JavaScript of old browsers, so that those
   which cannot show the box show a link. Leaves nothing on `window`. */
(function () {
  "use strict";
  var SITE = "@SITE@";
  var APP = "@APP@";
  var LINK = "@LINK@";
  var script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
  if (!script) {
    return;
  }
  var base = script.src.replace(/\/widget\.js([?#].*)?$/, "");
  var SHOWN = "thu-tuc-chat, a[data-thu-tuc]";
  var names = ["title", "label", "color", "theme", "position", "province", "commune"];

  function capable() {
    return (
      "customElements" in window &&
      "attachShadow" in Element.prototype &&
      "adoptedStyleSheets" in Document.prototype &&
      "HTMLDialogElement" in window &&
      "AbortController" in window &&
      "noModule" in document.createElement("script")
    );
  }

  function showLink() {
    var link = document.createElement("a");
    link.href = base + "/";
    link.setAttribute("data-thu-tuc", "");
    link.textContent = script.getAttribute("data-label") || LINK;
    if (document.body.contains(script)) {
      script.parentNode.insertBefore(link, script.nextSibling);
    } else {
      document.body.appendChild(link);
    }
  }

  function showBox() {
    var box = document.createElement("thu-tuc-chat");
    var app = document.createElement("script");
    for (var i = 0; i < names.length; i += 1) {
      var value = script.getAttribute("data-" + names[i]);
      if (value) {
        box.setAttribute("data-" + names[i], value);
      }
    }
    box.setAttribute("data-base", base);
    box.setAttribute("data-site", SITE);
    app.src = base + APP;
    app.async = true;
    if (script.nonce) {
      app.nonce = script.nonce;
    }
    app.onerror = function () {
      box.parentNode.removeChild(box);
      showLink();
    };
    // Beside the body: no rule for the children of `body` and no redrawing of it reaches the box.
    document.documentElement.appendChild(box);
    document.head.appendChild(app);
  }

  function start() {
    if (document.querySelector(SHOWN)) {
      return;
    }
    if (capable()) {
      showBox();
    } else {
      showLink();
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
