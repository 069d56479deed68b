// Choosing on the front, and the same order and choice on the back. Without it the card is a list with its answers.
(function () {
  "use strict";
  var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  var asked = document.querySelector(".asked ol");
  var told = document.querySelector(".told ol");

  function rows(list) {
    return Array.prototype.filter.call(list.children, function (child) { return child.tagName === "LI"; });
  }

  function named(list) {
    // the question and its options, so that nobody sees what was chosen for another
    var texts = rows(list).map(function (row) { return (row.querySelector("b") || row).textContent; });
    var text = [document.querySelector(".sk .text").textContent].concat(texts).join("\n");
    var sum = 5381;
    for (var at = 0; at < text.length; at += 1) { sum = (sum * 33 + text.charCodeAt(at)) % 4294967296; }
    return text.length + "." + sum;
  }

  function keep(state) {
    // programs that show the back on a page of its own keep the session; those that have none keep the page
    window.studykitChoice = JSON.stringify(state);
    try { window.sessionStorage.setItem("studykitChoice", window.studykitChoice); } catch (error) { return; }
  }

  function kept() {
    var text = window.studykitChoice;
    try { text = text || window.sessionStorage.getItem("studykitChoice"); } catch (error) { text = text || ""; }
    try { return JSON.parse(text || "null"); } catch (error) { return null; }
  }

  function shuffled(length) {
    var order = [];
    for (var at = 0; at < length; at += 1) { order.push(at); }
    for (var last = length - 1; last > 0; last -= 1) {
      var other = Math.floor(Math.random() * (last + 1));
      var moved = order[last];
      order[last] = order[other];
      order[other] = moved;
    }
    return order;
  }

  function arrange(list, order) {
    var found = rows(list);
    order.forEach(function (at) { list.appendChild(found[at]); });
  }

  function sorted(order) {
    return order.slice().sort(function (one, other) { return one - other; });
  }

  function fits(order, length) {
    return Array.isArray(order) && order.length === length && sorted(order).every(function (of, at) { return of === at; });
  }

  function listen(pressed) {
    if (window.studykitPressed) { document.removeEventListener("keydown", window.studykitPressed, true); }
    window.studykitPressed = pressed;
    if (pressed) { document.addEventListener("keydown", pressed, true); }
  }

  function ask(list) {
    var wanted = Number(list.getAttribute("data-choose")) || 1;
    var length = rows(list).length;
    var name = named(list);
    var order = shuffled(length);
    if (list.getAttribute("data-order") === "kept") { order = sorted(order); }
    var chosen = [];
    arrange(list, order);
    var options = rows(list);

    function show() {
      options.forEach(function (option, at) {
        var on = chosen.indexOf(order[at]) >= 0;
        option.classList.toggle("chosen", on);
        option.setAttribute("aria-checked", String(on));
      });
      list.setAttribute("data-have", chosen.length);
      keep({ name: name, order: order, chosen: chosen });
    }

    function toggle(at) {
      var had = chosen.indexOf(order[at]);
      if (had >= 0) { chosen.splice(had, 1); } else { chosen = wanted > 1 ? chosen.concat(order[at]) : [order[at]]; }
      show();
    }

    function meant(event) {
      var key = String(event.key).toUpperCase();
      var at = key.length === 1 ? LETTERS.indexOf(key) : -1;
      if (/^[0-9]$/.test(key)) { at = key === "0" ? 9 : Number(key) - 1; }
      if (key === " " && options.indexOf(event.target) >= 0) { at = options.indexOf(event.target); }
      return at < length ? at : -1;
    }

    function pressed(event) {
      if (!list.isConnected || event.ctrlKey || event.altKey || event.metaKey) { return; }
      var elsewhere = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName || "") && event.target !== typed;
      if (elsewhere || meant(event) < 0) { return; }
      event.preventDefault();
      event.stopPropagation();
      toggle(meant(event));
    }

    // Anki's desktop program takes most letters and figures for itself, but for those typed into a field
    function field() {
      var made = document.createElement("input");
      made.placeholder = "Tab, then A–" + LETTERS[length - 1];
      made.setAttribute("aria-label", "Letters of your choice");
      made.onkeydown = function (event) {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          made.blur();
          window.pycmd("ans");
        } else if (event.key.length === 1) {
          event.preventDefault();
        } else if (event.key === "Escape") {
          made.blur();
        }
      };
      return made;
    }

    var typed = window.pycmd && /\bis(Win|Mac|Lin)\b/.test(document.body.className) ? field() : null;
    if (typed) { list.parentNode.appendChild(typed); }
    list.setAttribute("role", wanted > 1 ? "group" : "radiogroup");
    if (wanted > 1) { list.setAttribute("data-several", ""); }
    options.forEach(function (option, at) {
      option.classList.add("tappable");
      option.setAttribute("role", wanted > 1 ? "checkbox" : "radio");
      option.tabIndex = typed ? -1 : 0;
      option.onclick = function (event) {
        toggle(at);
        if (event.detail) { option.blur(); }
      };
    });
    listen(pressed);
    show();
  }

  function tell(list) {
    listen(null);
    var state = kept();
    var found = rows(list);
    if (!state || state.name !== named(list) || !fits(state.order, found.length) || !Array.isArray(state.chosen)) { return; }
    state.chosen.forEach(function (at) { if (found[at]) { found[at].classList.add("chosen"); } });
    arrange(list, state.order);
    if (!state.chosen.length) { return; }
    var good = found.every(function (row) { return row.classList.contains("chosen") === row.classList.contains("right"); });
    var letters = rows(list).map(function (row, at) { return row.classList.contains("right") ? LETTERS[at] : ""; });
    var line = document.createElement("p");
    line.className = good ? "result good" : "result";
    line.textContent = good ? "✓ Right." : "✗ Not right. The answer is " + letters.filter(Boolean).join(", ") + ".";
    list.parentNode.insertBefore(line, list);
  }

  if (asked) { ask(asked); }
  if (told) { tell(told); }
})();
