// The terminal has the keyboard from the first byte on; after the end the button has it. Keys of the browser stay its own.
const again = document.getElementById("again");
again.addEventListener("click", () => window.location.reload());
new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) again.focus();
  else document.querySelector(".xterm-helper-textarea")?.focus();
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
