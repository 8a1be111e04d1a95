/* Asks without reloading the page. Everything works without this file, too. */
(function () {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const composer = byId("composer");
  const field = byId("question");
  const fieldError = byId("question-error");
  const counter = byId("counter");
  const send = composer.querySelector(".send");
  const pending = byId("pending");
  const status = byId("status");
  const texts = composer.dataset;
  const limit = Number(texts.limit);
  const TIMEOUT = 30000;
  let busy = false;

  function length(text) {
    return Array.from(text.trim().normalize("NFC")).length;
  }

  function showFieldError(message) {
    fieldError.textContent = message;
    if (message) {
      field.setAttribute("aria-invalid", "true");
    } else {
      field.removeAttribute("aria-invalid");
    }
  }

  function fit() {
    const left = limit - length(field.value);
    const near = left < 100;
    counter.textContent = near
      ? (left < 0 ? texts.over : texts.left).replace("{n}", String(Math.abs(left)))
      : "";
    counter.classList.toggle("over", left < 0);
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = field.scrollHeight + "px";
    }
  }

  function setBusy(value) {
    busy = value;
    if (value) {
      send.setAttribute("aria-disabled", "true");
    } else {
      send.removeAttribute("aria-disabled");
    }
    status.textContent = value ? texts.waiting : "";
  }

  function clearPending() {
    pending.textContent = "";
  }

  function showPending(question) {
    clearPending();
    pending.append(byId("pending-turn").content.cloneNode(true));
    pending.querySelector("[data-question]").textContent = question;
    pending.scrollIntoView({ block: "nearest" });
  }

  function showTurn(html) {
    const item = document.createElement("li");
    item.tabIndex = -1;
    item.innerHTML = html;
    byId("new-turns").append(item);
    item.firstElementChild.scrollIntoView({ block: "start" });
    return item;
  }

  function showFailure(html, again) {
    const failed = pending.querySelector(".failed");
    const reason = failed.querySelector("[data-reason]");
    if (html) {
      reason.innerHTML = html;
    } else {
      reason.textContent = texts.offline;
    }
    pending.querySelector(".typing").hidden = true;
    failed.hidden = false;
    failed.querySelector("button").addEventListener("click", again);
    failed.scrollIntoView({ block: "nearest" });
    status.textContent = reason.textContent;
  }

  async function post(url, body) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIMEOUT);
    try {
      const response = await fetch(url, {
        method: "POST",
        body: body,
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
        signal: controller.signal,
      });
      const ours = response.headers.has("X-Fragment");
      const html = ours ? await response.text() : "";
      return { status: ours ? response.status : 0, ok: ours && response.ok, html: html };
    } catch (error) {
      return { status: 0, ok: false, html: "" };
    } finally {
      clearTimeout(timer);
    }
  }

  async function ask(url, body, typed) {
    if (busy) {
      return;
    }
    const question = body.get("text").trim();
    const focusWasInside = document.activeElement !== field && document.activeElement !== send;
    setBusy(true);
    showFieldError("");
    byId("chat").classList.add("started");
    if (typed) {
      field.value = "";
      fit();
    }
    showPending(question);
    const answer = await post(url, body);
    setBusy(false);
    if (answer.ok) {
      clearPending();
      byId("start-again").hidden = false;
      const item = showTurn(answer.html);
      if (focusWasInside && document.activeElement === document.body) {
        item.focus({ preventScroll: true });
      }
      return;
    }
    if (typed && !field.value) {
      field.value = question;
      fit();
    }
    if (answer.status === 422) {
      clearPending();
      const plain = document.createElement("div");
      plain.innerHTML = answer.html;
      showFieldError(plain.textContent.trim());
      field.focus();
      return;
    }
    showFailure(answer.html, () => {
      if (typed && field.value.trim() === question) {
        field.value = "";
      }
      field.focus({ preventScroll: true });
      ask(url, body, false);
    });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-ask]")) {
      return;
    }
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const typed = form === composer;
    if (typed && !field.value.trim()) {
      showFieldError(texts.empty);
      field.focus();
      return;
    }
    ask(form.action, body, typed);
  });

  field.addEventListener("keydown", (event) => {
    // While a Vietnamese input method is composing a letter, Enter only ends the letter.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) {
      event.preventDefault();
      if (!busy) {
        composer.requestSubmit ? composer.requestSubmit() : send.click();
      }
    }
  });

  field.addEventListener("input", () => {
    if (fieldError.textContent && field.value.trim()) {
      showFieldError("");
    }
    fit();
  });

  document.addEventListener("change", (event) => {
    const list = event.target.closest("[data-checklist]");
    if (!list) {
      return;
    }
    const boxes = Array.from(list.querySelectorAll("input[type=checkbox]"));
    const done = boxes.filter((box) => box.checked).length;
    const output = list.querySelector("output");
    output.textContent = done
      ? output.dataset.text.replace("{done}", String(done)).replace("{all}", String(boxes.length))
      : "";
  });

  fit();
})();
