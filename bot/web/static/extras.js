/* What the page can do beyond asking: copy, share, rate in place, light and dark, offline page. */
(function () {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const texts = byId("composer").dataset;
  const status = byId("status");

  function say(message) {
    status.textContent = "";
    setTimeout(() => (status.textContent = message), 50);
  }

  function confirmOn(button, message) {
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = texts.done;
    setTimeout(() => (label.textContent = before), 2000);
    say(message);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      // Without HTTPS there is no clipboard object; a selection can still be copied.
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "visually-hidden";
      document.body.append(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      return copied;
    }
  }

  function showScripted(root) {
    root.querySelectorAll("[data-needs-script]").forEach((each) => (each.hidden = false));
  }

  function askWhenDue() {
    const section = byId("hai-long");
    if (section && document.querySelectorAll(".keep").length >= 3) {
      section.hidden = false;
    }
  }

  async function share(link) {
    if (navigator.share) {
      try {
        await navigator.share({ title: link.dataset.share, url: link.href });
      } catch (error) {
        // The visitor closed the list of applications.
      }
      return;
    }
    if (await copy(link.href)) {
      confirmOn(link, texts.copiedLink);
    }
  }

  document.addEventListener("click", async (event) => {
    const menu = document.querySelector(".menu[open]");
    if (menu && !menu.contains(event.target)) {
      menu.open = false;
    }
    const copied = event.target.closest("[data-copy]");
    const link = event.target.closest("[data-share]");
    if (copied && (await copy(copied.dataset.copy))) {
      copied.focus();
      confirmOn(copied, texts.copied);
    }
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      share(link);
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  async function send(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: body,
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
      });
      if (response.ok && response.headers.has("X-Fragment")) {
        return { body: body, html: await response.text() };
      }
    } catch (error) {
      // Said below.
    }
    say(texts.failed);
    return null;
  }

  async function rate(form, submitter) {
    const area = form.parentElement;
    const sent = await send(form, submitter);
    if (!sent) {
      return;
    }
    area.innerHTML = sent.html;
    const reason = area.querySelector(".reasons input[type=radio]");
    const pressed = area.querySelector("[aria-pressed=true]");
    (reason || pressed).focus({ preventScroll: !reason });
    say(area.querySelector("p").textContent);
  }

  async function rateConversation(form, submitter) {
    const sent = await send(form, submitter);
    if (!sent) {
      return;
    }
    const section = byId("hai-long");
    section.removeAttribute("aria-labelledby");
    section.innerHTML = sent.html;
    const thanks = section.querySelector(".thanks");
    (thanks || byId("question")).focus();
    if (!thanks) {
      section.remove();
    }
  }

  async function changeTheme(form, button) {
    if (!(await send(form, button))) {
      return;
    }
    const media = { auto: "screen and (prefers-color-scheme: dark)", light: "not all", dark: "screen" };
    byId("dark").media = media[button.value];
    form.querySelectorAll("button").forEach((each) => {
      each.setAttribute("aria-pressed", String(each === button));
    });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const handle = form.matches("[data-rate]")
      ? rate
      : form.matches("[data-satisfaction]")
        ? rateConversation
        : form.id === "theme"
          ? changeTheme
          : null;
    if (handle) {
      event.preventDefault();
      handle(form, event.submitter);
    }
  });

  new MutationObserver(() => {
    showScripted(byId("new-turns"));
    askWhenDue();
  }).observe(byId("new-turns"), { childList: true });
  showScripted(document);

  if ("serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.register(texts.worker).catch(() => {});
  }
})();
