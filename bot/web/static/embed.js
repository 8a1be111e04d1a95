/* Copies the tag. */
(function () {
  "use strict";
  const button = document.getElementById("copy");
  const label = button.querySelector("span");
  const words = label.textContent;
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    const snippet = document.getElementById("snippet");
    try {
      await navigator.clipboard.writeText(snippet.textContent);
    } catch (error) {
      getSelection().selectAllChildren(snippet);
      document.execCommand("copy");
    }
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = words), 2000);
  });
})();
