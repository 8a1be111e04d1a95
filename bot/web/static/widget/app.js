/* The question box as a web component. It shares a page with code that nobody here has seen, so:
   own shadow tree, no inline styles, every text by textContent, no array methods that the page may
   have replaced, and JSON written by hand (old libraries add a toJSON to everything). */
(() => {
  "use strict";

  const TURNS_KEPT = 15;
  const LONGEST = 1000;
  const TIMEOUT = 30000;
  const STORE = "thu-tuc-chat";
  const SVG = "http://www.w3.org/2000/svg";
  const fetch = window.fetch;
  const parse = JSON.parse;
  const T = {
    title: "Hỏi thủ tục hành chính",
    label: "Hỏi thủ tục",
    machine: "Máy trả lời tự động, từ dữ liệu có nguồn và ngày.",
    person: " Cần gặp người, gọi ",
    hello: "Bạn cần làm thủ tục gì? Hỏi bằng lời thường ngày, có dấu hay không dấu đều được.",
    question: "Câu hỏi của bạn",
    place: "Bạn cần hỏi gì?",
    privacy: "Không cần ghi họ tên, số căn cước hay số điện thoại.",
    send: "Gửi",
    again: "Gửi lại",
    reset: "Xoá hội thoại",
    close: "Đóng",
    log: "Câu trả lời",
    you: "Bạn hỏi: ",
    waiting: "Đang tìm câu trả lời…",
    offline: "Chưa gửi được vì mất kết nối.",
    broken: "Máy đang gặp sự cố. Bạn thử lại sau ít phút nhé.",
    code: "Mã thủ tục ",
    receipt: "Mã câu trả lời: ",
    helped: "Có giúp được bạn không?",
    yes: "Có",
    no: "Chưa",
    why: "Chưa được ở điểm nào?",
    thanks: "Cảm ơn bạn đã cho ý kiến.",
    next: "Hỏi tiếp",
    pick: "Chọn thủ tục bạn cần",
    fresh: " (mở trang mới)",
    deleted: "Đã xoá hội thoại.",
    kept: "Chưa xoá được trên máy chủ. Bạn thử lại nhé.",
    tooLong: "Câu hỏi dài quá 1.000 ký tự.",
    empty: "Bạn chưa viết câu hỏi.",
  };
  const ICONS = {
    chat: "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-4 3.5V17H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM8 9h8M8 12.500h5",
    close: "M6 6l12 12M18 6 6 18",
    reset: "M4.500 7h15M9.500 7V4.500h5V7M6.500 7l.8 12a1.500 1.500 0 0 0 1.500 1.500h6.400a1.500 1.500 0 0 0 1.500-1.500l.8-12",
    send: "M12 20V5M5.500 11.500 12 5l6.500 6.500",
    up: "M7 10.500v9.500H4v-9.500ZM7 11l4-7.500a2 2 0 0 1 2.700 2.400L12.800 9.500h5.400a2 2 0 0 1 2 2.400l-1.300 6.500a2 2 0 0 1-2 1.600H7",
    down: "M7 13.500V4H4v9.500ZM7 13l4 7.500a2 2 0 0 0 2.700-2.400l-.9-3.600h5.400a2 2 0 0 0 2-2.400l-1.300-6.500a2 2 0 0 0-2-1.600H7",
  };

  /* --- colours --------------------------------------------------------------------------- */
  const rgb = (hex) => ({
    r: parseInt(hex.slice(1, 3), 16),
    g: parseInt(hex.slice(3, 5), 16),
    b: parseInt(hex.slice(5, 7), 16),
  });
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  };
  const light = (c) => 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
  const contrast = (a, b) => {
    const x = light(a);
    const y = light(b);
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const css = (c) => `rgb(${Math.round(c.r)},${Math.round(c.g)},${Math.round(c.b)})`;
  const WHITE = rgb("#ffffff");
  const INK = rgb("#1c2827");

  function toward(colour, goal, against) {
    let mixed = colour;
    for (let step = 1; step <= 20 && contrast(mixed, against) < 5; step += 1) {
      const part = step / 20;
      mixed = {
        r: colour.r + (goal.r - colour.r) * part,
        g: colour.g + (goal.g - colour.g) * part,
        b: colour.b + (goal.b - colour.b) * part,
      };
    }
    return mixed;
  }

  function palette(given) {
    const fill = rgb(/^#[0-9a-f]{6}$/i.test(given || "") ? given : "#0c5c56");
    const on = contrast(fill, WHITE) >= 4.5 ? WHITE : contrast(fill, INK) >= 4.5 ? INK : rgb("#000000");
    return {
      light: `--fill:${css(fill)};--on:${css(on)};--brand:${css(toward(fill, rgb("#000000"), rgb("#f3eee4")))};`,
      dark: `--fill:${css(fill)};--on:${css(on)};--brand:${css(toward(fill, WHITE, rgb("#243331")))};`,
    };
  }

  const LIGHT = "--paper:#faf7f1;--card:#fff;--sunk:#f3eee4;--ink:#1c2827;--soft:#50605e;--line:#e4ddcf;--edge:#7c8a86;--good:#1d6b35;--gold:#7a4f00;--glow:#fcf1d8;--red:#a3231d;color-scheme:light;";
  const DARK = "--paper:#101817;--card:#182321;--sunk:#1f2c2a;--ink:#e8efec;--soft:#a8b8b3;--line:#2d3b38;--edge:#71837e;--good:#86d79d;--gold:#f0c878;--glow:#33290f;--red:#ffb0a6;color-scheme:dark;";

  function styles(colours, left) {
    const dark = `${DARK}${colours.dark}`;
    return `
:host{all:initial!important;display:block!important;position:fixed!important;inset:auto ${left ? "auto 16px 16px" : "16px 16px auto"}!important;z-index:2147483647!important;direction:ltr!important}
.frame,.panel{${LIGHT}${colours.light}font:400 16px/1.55 "Be Vietnam Pro",system-ui,"Segoe UI",Roboto,sans-serif;color:var(--ink);text-align:left;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){:host(:not([data-theme=light])) :is(.frame,.panel){${dark}}}
:host([data-theme=dark]) :is(.frame,.panel){${dark}}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
h2,h3,h4,p,ol,ul,fieldset{margin:0;padding:0;border:0;font:inherit}
ol,ul{list-style:none}
button,textarea{font:inherit;color:inherit;margin:0}
button{cursor:pointer;border:1px solid transparent;background:none;border-radius:10px;min-height:36px;padding:4px 10px}
a{color:var(--brand);text-underline-offset:3px}
a,button{overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
svg{width:22px;height:22px;flex:none;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.launcher{display:flex;align-items:center;gap:10px;min-height:54px;padding:10px 20px 10px 16px;border-radius:27px;border-color:var(--on);background:var(--fill);color:var(--on);font-weight:600;box-shadow:0 6px 24px rgba(0,0,0,.24)}
.launcher:focus-visible{outline-color:var(--on);outline-offset:-6px}
.panel{position:fixed;inset:auto ${left ? "auto 16px 16px" : "16px 16px auto"};width:400px;max-width:calc(100vw - 32px);height:640px;max-height:calc(100vh - 32px);max-height:calc(100dvh - 32px);margin:0;padding:0;border:1px solid var(--line);border-radius:18px;background:var(--paper);box-shadow:0 16px 60px rgba(0,0,0,.28);overflow:clip}
.panel[open]{display:flex;flex-direction:column}
.panel::backdrop{background:rgba(16,24,23,.28)}
.head{display:flex;align-items:center;gap:2px;padding:8px 8px 8px 16px;background:var(--fill);color:var(--on)}
.head h2{flex:1;font-weight:700;font-size:16.500px;line-height:1.3}
.head button{display:grid;place-items:center;width:44px;height:44px;padding:0}
.head button:hover{border-color:var(--on)}
.head :focus-visible{outline-color:var(--on);outline-offset:-4px}
.scroll{flex:1;min-height:0;overflow:auto;padding:14px;scroll-padding:12px;overscroll-behavior:contain}
.scroll:focus-visible{outline-offset:-4px}
.hello{font-size:17px;font-weight:600;line-height:1.4}
.note{font-size:13.500px;color:var(--soft);line-height:1.5}
.hello+.note{margin-top:6px}
.chips{display:flex;flex-wrap:wrap;gap:8px;margin-top:12px}
.chips.stack{flex-direction:column}
.chip{width:100%;text-align:left;border-color:var(--edge);background:var(--card);border-radius:12px;padding:8px 14px;line-height:1.4;font-size:15px}
.chips:not(.stack) .chip{width:auto;border-radius:18px;color:var(--brand);font-weight:600;padding:5px 13px;font-size:14px}
.chip:hover{border-color:var(--brand)}
.turn{padding-top:18px}
.asked{width:fit-content;max-width:88%;margin:0 0 10px auto;padding:8px 14px;border-radius:16px 16px 5px 16px;background:var(--fill);color:var(--on);white-space:pre-line}
.answer{border:1px solid var(--line);border-radius:5px 16px 16px 16px;background:var(--card)}
.answer>*{padding:12px 14px}
.answer>*+*{border-top:1px solid var(--line)}
.answer h3{font-weight:700;font-size:17px;line-height:1.35}
.answer h3.long{font-size:15px;line-height:1.45}
.answer h4{color:var(--brand);font-weight:700;font-size:15px;margin-bottom:4px}
.text,.item{white-space:pre-line}
.warn{background:var(--glow);color:var(--gold);font-size:14px}
.group+.group{margin-top:10px}
.case{font-weight:600;font-size:14.500px}
.item{padding:5px 0}
.item+.item{border-top:1px solid var(--line)}
.item .line{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px}
.item b{font-weight:700;font-variant-numeric:tabular-nums;margin-left:auto;text-align:right}
.good{color:var(--good)}.unknown{color:var(--gold);font-weight:600}
.steps{list-style:decimal;padding-left:22px}
.foot{background:var(--sunk);border-radius:0 0 16px 16px;font-size:13px;color:var(--soft);line-height:1.55}
.foot p+p{margin-top:4px}
.foot a{display:inline-block;min-height:24px}
.rate{display:flex;flex-wrap:wrap;align-items:center;gap:2px;margin-top:6px;font-size:14px;color:var(--soft)}
.rate p{margin-right:6px}
.rate button{display:inline-flex;align-items:center;gap:6px;font-weight:600}
.rate button:hover,.rate [aria-pressed=true]{border-color:var(--brand);color:var(--brand)}
.rate svg{width:18px;height:18px}
.rate fieldset{flex:1 1 100%}
.typing{display:flex;gap:5px;width:fit-content;padding:14px 16px;border:1px solid var(--line);border-radius:5px 16px 16px 16px;background:var(--card)}
.typing i{width:8px;height:8px;border-radius:50%;background:var(--brand);animation:b 1.2s infinite ease-in-out}
.typing i:nth-child(2){animation-delay:.15s}.typing i:nth-child(3){animation-delay:.3s}
@keyframes b{0%,70%,100%{opacity:.25}35%{opacity:1}}
.failed{display:flex;flex-wrap:wrap;align-items:center;gap:8px;padding:10px 14px;border:1px solid var(--red);border-radius:12px;background:var(--card)}
.failed p{flex:1 1 160px}
.failed button{border-color:var(--edge);font-weight:600}
.ask{padding:8px 12px 10px;border-top:1px solid var(--line);background:var(--paper)}
.ask label{font-size:13.500px;font-weight:600}
.box{display:flex;align-items:flex-end;gap:4px;padding:3px;margin-top:2px;border:1.5px solid var(--edge);border-radius:14px;background:var(--card)}
.box:focus-within{border-color:var(--brand);box-shadow:0 0 0 2px var(--brand)}
.box textarea{flex:1;min-width:0;height:44px;max-height:120px;padding:9px 10px;border:0;outline:0;background:none;resize:none;field-sizing:content;line-height:1.5}
textarea::placeholder{color:var(--soft);opacity:1}
.box button{display:grid;place-items:center;width:44px;height:44px;padding:0;background:var(--fill);color:var(--on);border-color:var(--on)}
.ask .wrong{color:var(--red);font-weight:600;font-size:14px}
.ask .wrong:empty{display:none}
@media (max-width:480px),(max-height:480px){.panel{inset:0;width:100%;height:100%;max-width:none;max-height:none;border:0;border-radius:0}}
@media (max-height:480px){.panel{overflow:auto}.scroll{flex:none;overflow:visible}}
@media (prefers-reduced-motion:reduce){*{animation:none!important}.typing i{opacity:.6}}
@media (forced-colors:active){.launcher,.asked,.box button,.head{border:1px solid}}
@media print{.frame,.panel{display:none!important}}`;
  }

  /* --- elements -------------------------------------------------------------------------- */
  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function icon(name) {
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    svg.appendChild(path);
    return svg;
  }

  function add(parent, child) {
    parent.appendChild(child);
    return child;
  }

  function iconButton(name, label) {
    const button = make("button");
    button.type = "button";
    button.appendChild(icon(name));
    add(button, make("span", "hidden", label));
    return button;
  }

  function link(text, url) {
    if (!/^https?:\/\//i.test(url || "")) return make("span", "", text);
    const a = make("a", "", text);
    a.href = url;
    a.target = "_blank";
    a.rel = "noopener noreferrer";
    add(a, make("span", "hidden", T.fresh));
    return a;
  }

  function quote(text) {
    let out = '"';
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      const plain = code > 31 && code !== 34 && code !== 92 && (code < 0xd800 || code > 0xdfff) && code < 0x2028;
      out += plain ? text.charAt(i) : `\\u${`000${code.toString(16)}`.slice(-4)}`;
    }
    return `${out}"`;
  }

  function randomId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let id = "widget-";
    for (let i = 0; i < 16; i += 1) id += `0${bytes[i].toString(16)}`.slice(-2);
    return id;
  }

  async function call(method, url, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const response = await fetch(url, {
        __proto__: null,
        method,
        body,
        mode: "cors",
        credentials: "omit",
        signal: stop.signal,
        headers: { __proto__: null, "Content-Type": "application/json" },
      });
      const text = await response.text();
      return { ok: response.ok, status: response.status, text };
    } catch (error) {
      return { ok: false, status: 0, text: "" };
    } finally {
      clearTimeout(timer);
    }
  }

  /* --- an answer ------------------------------------------------------------------------- */
  function drawItem(item, tag) {
    const row = make(tag, "item");
    const line = add(row, make("div", "line"));
    if (item.text) add(line, item.url ? link(item.text, item.url) : make("span", "", item.text));
    if (item.value) add(line, make("b", item.tone, item.value));
    for (let i = 0; i < item.notes.length; i += 1) add(row, make("p", "note", item.notes[i]));
    if (item.more) add(row, make("p", "note")).appendChild(link(item.more.text, item.more.url));
    return row;
  }

  function drawPart(part) {
    const section = make("div", part.missing ? "part missing" : "part");
    if (part.title) add(section, make("h4", "", part.title));
    for (let g = 0; g < part.groups.length; g += 1) {
      const group = part.groups[g];
      const block = add(section, make("div", "group"));
      if (group.title) add(block, make("p", "case", group.title));
      const list = add(block, make(part.ordered ? "ol" : "ul", part.ordered ? "steps" : ""));
      for (let i = 0; i < group.items.length; i += 1) add(list, drawItem(group.items[i], "li"));
    }
    if (part.source) add(section, make("p", "note")).appendChild(link(part.source.text, part.source.url));
    return section;
  }

  function drawAnswer(card, base) {
    const answer = make("div", "answer");
    if (card.title) {
      const head = add(answer, make("div"));
      add(head, make("h3", card.title.length > 90 ? "long" : "", card.title));
      if (card.code) add(head, make("p", "note", T.code + card.code));
    }
    for (let i = 0; i < card.notices.length; i += 1) add(answer, make("p", "warn", card.notices[i]));
    if (card.text) add(answer, make("div", "text", card.text));
    for (let i = 0; i < card.parts.length; i += 1) add(answer, drawPart(card.parts[i]));
    if (card.source || card.official) {
      const foot = add(answer, make("div", "foot"));
      if (card.source) add(foot, make("p", "", card.source.text));
      if (card.official) add(foot, make("p")).appendChild(link(card.official.text, card.official.url));
      if (card.receipt) {
        const line = add(foot, make("p", "", T.receipt));
        line.appendChild(link(card.receipt, `${base}/r/${encodeURIComponent(card.receipt)}`));
      }
    }
    return answer;
  }

  /* --- the box --------------------------------------------------------------------------- */
  class ThuTucChat extends HTMLElement {
    #root;
    #ui = { __proto__: null };
    #id = "";
    #turns = [];
    #busy = false;
    #base = "";
    #site = { __proto__: null };

    connectedCallback() {
      if (this.#root) return;
      this.#base = this.dataset.base || "";
      try {
        this.#site = parse(this.dataset.site || "{}");
      } catch (error) {
        // Only suggestions and the telephone number are missing then.
      }
      this.#root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(styles(palette(this.dataset.color), this.dataset.position === "left"));
      this.#root.adoptedStyleSheets = [sheet];
      this.#draw();
      this.#recall();
      // The top layer is above every z-index of the page.
      if (typeof this.showPopover === "function") {
        this.setAttribute("popover", "manual");
        try {
          this.showPopover();
        } catch (error) {
          this.removeAttribute("popover");
        }
      }
    }

    #draw() {
      const ui = this.#ui;
      const title = this.dataset.title || T.title;
      const frame = add(this.#root, make("section", "frame"));
      frame.lang = "vi";
      frame.setAttribute("aria-label", title);
      ui.launcher = add(frame, make("button", "launcher"));
      ui.launcher.type = "button";
      ui.launcher.setAttribute("aria-haspopup", "dialog");
      add(ui.launcher, icon("chat"));
      add(ui.launcher, make("span", "", this.dataset.label || T.label));

      ui.panel = add(this.#root, make("dialog", "panel"));
      ui.panel.lang = "vi";
      ui.panel.setAttribute("aria-labelledby", "title");
      const head = add(ui.panel, make("div", "head"));
      const heading = add(head, make("h2", "", title));
      heading.id = "title";
      ui.reset = add(head, iconButton("reset", T.reset));
      const close = add(head, iconButton("close", T.close));

      ui.scroll = add(ui.panel, make("div", "scroll"));
      ui.scroll.tabIndex = 0;
      ui.scroll.setAttribute("role", "group");
      ui.scroll.setAttribute("aria-label", T.log);
      this.#drawWelcome();
      ui.past = add(ui.scroll, make("div"));
      ui.log = add(ui.scroll, make("div"));
      ui.log.setAttribute("role", "log");
      ui.log.setAttribute("aria-live", "polite");
      ui.log.setAttribute("aria-label", T.log);
      ui.pending = add(ui.scroll, make("div"));
      ui.status = add(ui.panel, make("p", "hidden"));
      ui.status.setAttribute("role", "status");
      this.#drawForm();

      ui.launcher.addEventListener("click", () => this.#open());
      close.addEventListener("click", () => ui.panel.close());
      ui.reset.addEventListener("click", () => this.#reset());
      ui.panel.addEventListener("close", () => ui.launcher.focus());
      ui.panel.addEventListener("click", (event) => {
        if (event.target === ui.panel && !this.#inside(event)) ui.panel.close();
      });
      // The page's own shortcuts must not take what is typed here.
      const keep = (event) => event.stopPropagation();
      ui.panel.addEventListener("keydown", keep);
      ui.panel.addEventListener("keypress", keep);
      ui.panel.addEventListener("keyup", keep);
    }

    #inside(event) {
      const box = this.#ui.panel.getBoundingClientRect();
      const across = event.clientX >= box.left && event.clientX <= box.right;
      return across && event.clientY >= box.top && event.clientY <= box.bottom;
    }

    #drawWelcome() {
      const welcome = add(this.#ui.scroll, make("div"));
      add(welcome, make("p", "hello", T.hello));
      const note = add(welcome, make("p", "note", T.machine));
      const hotline = this.#site.hotline;
      if (hotline) {
        add(note, make("span", "", T.person));
        const call = add(note, make("a", "", hotline));
        call.href = `tel:${hotline.replace(/[ .]/g, "")}`;
      }
      this.#ui.chips = add(welcome, make("div", "chips stack"));
      const suggestions = this.#site.suggestions || [];
      for (let i = 0; i < suggestions.length; i += 1) {
        this.#chip(this.#ui.chips, suggestions[i], "");
      }
    }

    #drawForm() {
      const ui = this.#ui;
      const form = add(ui.panel, make("form", "ask"));
      const label = add(form, make("label", "", T.question));
      label.htmlFor = "question";
      ui.wrong = add(form, make("p", "wrong"));
      ui.wrong.id = "wrong";
      ui.wrong.setAttribute("role", "alert");
      const box = add(form, make("div", "box"));
      ui.field = add(box, make("textarea"));
      ui.field.id = "question";
      ui.field.rows = 1;
      ui.field.placeholder = T.place;
      ui.field.autocomplete = "off";
      ui.field.enterKeyHint = "send";
      ui.field.setAttribute("aria-describedby", "wrong privacy");
      ui.send = add(box, iconButton("send", T.send));
      ui.send.type = "submit";
      const privacy = add(form, make("p", "note", T.privacy));
      privacy.id = "privacy";
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#submit();
      });
      ui.field.addEventListener("keydown", (event) => {
        const composing = event.isComposing || event.keyCode === 229;
        if (event.key === "Enter" && !event.shiftKey && !composing) {
          event.preventDefault();
          this.#submit();
        }
      });
      ui.field.addEventListener("input", () => {
        ui.wrong.textContent = "";
        ui.field.removeAttribute("aria-invalid");
      });
    }

    #chip(parent, title, payload) {
      const button = add(parent, make("button", "chip", title));
      button.type = "button";
      button.addEventListener("click", () => this.#ask(title, payload, false));
    }

    #open() {
      this.#ui.panel.showModal();
      this.#ui.field.focus();
      this.#ui.scroll.scrollTop = this.#ui.scroll.scrollHeight;
    }

    #submit() {
      const { field, wrong } = this.#ui;
      const text = field.value.trim();
      const tooLong = text.normalize("NFC").length > LONGEST;
      if (this.#busy) return;
      if (!text || tooLong) {
        wrong.textContent = tooLong ? T.tooLong : T.empty;
        field.setAttribute("aria-invalid", "true");
        field.focus();
        return;
      }
      field.value = "";
      this.#ask(text, "", true);
    }

    async #ask(text, payload, typed) {
      const ui = this.#ui;
      if (this.#busy) return;
      this.#busy = true;
      ui.chips.hidden = true;
      ui.status.textContent = T.waiting;
      ui.pending.textContent = "";
      const turn = this.#question(ui.pending, text);
      const dots = add(turn, make("div", "typing"));
      dots.setAttribute("aria-hidden", "true");
      for (let i = 0; i < 3; i += 1) add(dots, make("i"));
      ui.scroll.scrollTop = ui.scroll.scrollHeight;
      if (!typed) ui.field.focus();
      const reply = await call("POST", `${this.#base}/api/v1/messages`, this.#body(text, payload));
      this.#busy = false;
      ui.status.textContent = "";
      let answer = null;
      try {
        answer = parse(reply.text);
      } catch (error) {
        // No answer of ours: said below.
      }
      if (reply.ok && answer && answer.card) {
        ui.pending.textContent = "";
        const raw = `{"q":${quote(text)},"turn":${quote(`${answer.turn_id}`)},"card":${this.#encode(answer.card)}}`;
        this.#show(ui.log, parse(raw), true);
        this.#keep(raw);
        return;
      }
      if (reply.status === 404 || reply.status === 400) this.#id = "";
      const reason = (answer && (answer.text || answer.error)) || (reply.status ? T.broken : T.offline);
      this.#fail(turn, dots, `${reason}`, () => this.#ask(text, payload, typed));
    }

    #body(text, payload) {
      if (!this.#id) this.#id = randomId();
      let body = `{"conversation_id":${quote(this.#id)},"text":${quote(text)},"card":true`;
      if (payload) body += `,"payload":${quote(payload)}`;
      if (this.dataset.province) body += `,"province":${quote(this.dataset.province)}`;
      if (this.dataset.commune) body += `,"commune":${quote(this.dataset.commune)}`;
      return `${body}}`;
    }

    #encode(value) {
      if (typeof value === "string") return quote(value);
      if (value === null || typeof value !== "object") return `${value}`;
      const isList = Array.isArray(value);
      const keys = Object.keys(value);
      let out = "";
      for (let i = 0; i < keys.length; i += 1) {
        out += (i ? "," : "") + (isList ? "" : `${quote(keys[i])}:`) + this.#encode(value[keys[i]]);
      }
      return isList ? `[${out}]` : `{${out}}`;
    }

    #question(parent, text) {
      const turn = add(parent, make("div", "turn"));
      const asked = add(turn, make("p", "asked"));
      add(asked, make("span", "hidden", T.you));
      add(asked, make("span", "", text));
      return turn;
    }

    #fail(turn, dots, reason, again) {
      dots.remove();
      const failed = add(turn, make("div", "failed"));
      add(failed, make("p", "", reason));
      const button = add(failed, make("button", "", T.again));
      button.type = "button";
      button.addEventListener("click", () => {
        this.#ui.field.focus();
        again();
      });
      this.#ui.status.textContent = reason;
      this.#ui.scroll.scrollTop = this.#ui.scroll.scrollHeight;
    }

    #show(parent, kept, fresh) {
      const { card } = kept;
      const turn = this.#question(parent, kept.q);
      turn.appendChild(drawAnswer(card, this.#base));
      if (card.asks) {
        const asked = add(turn.lastChild, make("div"));
        add(asked, make("p", "case", card.asks));
        const answers = add(asked, make("div", "chips"));
        for (let i = 0; i < card.answers.length; i += 1) {
          this.#chip(answers, card.answers[i].title, card.answers[i].payload);
        }
      }
      if (card.rate && kept.turn) this.#drawRate(turn, kept.turn);
      if (card.choices.length) {
        const list = make("div", card.pick ? "chips stack" : "chips");
        list.setAttribute("role", "group");
        list.setAttribute("aria-label", card.pick ? T.pick : T.next);
        for (let i = 0; i < card.choices.length; i += 1) {
          this.#chip(list, card.choices[i].title, card.choices[i].payload);
        }
        turn.appendChild(list);
      }
      if (fresh) {
        const { scroll } = this.#ui;
        scroll.scrollTop += turn.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
      }
    }

    #drawRate(turn, id) {
      const rate = add(turn, make("div", "rate"));
      const words = add(rate, make("p", "", T.helped));
      const yes = add(rate, make("button"));
      const no = add(rate, make("button"));
      add(yes, icon("up"));
      add(yes, make("span", "", T.yes));
      add(no, icon("down"));
      add(no, make("span", "", T.no));
      yes.type = no.type = "button";
      const send = async (thumb, reason) => {
        const body = `{"conversation_id":${quote(this.#id)},"turn_id":${quote(id)},"thumb":${thumb}${reason ? `,"reason":${quote(reason)}` : ""}}`;
        const sent = await call("POST", `${this.#base}/api/v1/feedback`, body);
        if (!sent.ok) {
          this.#ui.status.textContent = T.broken;
          return;
        }
        yes.setAttribute("aria-pressed", `${thumb > 0}`);
        no.setAttribute("aria-pressed", `${thumb < 0}`);
        const old = rate.querySelector("fieldset");
        if (old) old.remove();
        if (thumb > 0 || reason) {
          words.textContent = T.thanks;
          this.#ui.status.textContent = T.thanks;
          if (reason) no.focus();
        } else {
          this.#drawReasons(rate, send);
        }
      };
      yes.addEventListener("click", () => send(1, ""));
      no.addEventListener("click", () => send(-1, ""));
    }

    #drawReasons(rate, send) {
      const reasons = this.#site.reasons || [];
      const group = add(rate, make("fieldset"));
      add(group, make("legend", "", T.why));
      const list = add(group, make("div", "chips"));
      for (let i = 0; i < reasons.length; i += 1) {
        const button = add(list, make("button", "chip", reasons[i]));
        button.type = "button";
        button.addEventListener("click", () => send(-1, reasons[i]));
        if (!i) button.focus();
      }
    }

    /* --- memory: this tab only ----------------------------------------------------------- */
    #keep(raw) {
      const turns = this.#turns;
      turns[turns.length] = raw;
      let kept = "";
      for (let i = Math.max(0, turns.length - TURNS_KEPT); i < turns.length; i += 1) {
        kept += (kept ? "," : "") + turns[i];
      }
      try {
        sessionStorage.setItem(STORE, `{"id":${quote(this.#id)},"turns":[${kept}]}`);
      } catch (error) {
        // The page's storage is full or forbidden: the conversation lasts as long as the page.
      }
    }

    #recall() {
      try {
        const kept = parse(sessionStorage.getItem(STORE) || "null");
        if (!kept || !/^widget-[0-9a-f]{32}$/.test(kept.id)) return;
        for (let i = 0; i < kept.turns.length; i += 1) {
          this.#show(this.#ui.past, kept.turns[i], false);
          this.#turns[i] = this.#encode(kept.turns[i]);
        }
        this.#id = kept.id;
        this.#ui.chips.hidden = kept.turns.length > 0;
      } catch (error) {
        this.#ui.past.textContent = "";
        this.#turns = [];
      }
    }

    async #reset() {
      const ui = this.#ui;
      if (this.#busy) return;
      if (this.#id) {
        const gone = await call("DELETE", `${this.#base}/api/v1/conversations/${this.#id}`);
        if (!gone.ok) {
          ui.status.textContent = "";
          ui.wrong.textContent = T.kept;
          return;
        }
      }
      this.#id = "";
      this.#turns = [];
      try {
        sessionStorage.removeItem(STORE);
      } catch (error) {
        // Nothing was kept.
      }
      ui.past.textContent = ui.log.textContent = ui.pending.textContent = ui.wrong.textContent = "";
      ui.chips.hidden = false;
      ui.status.textContent = T.deleted;
      ui.field.focus();
    }
  }

  if (!customElements.get("thu-tuc-chat")) customElements.define("thu-tuc-chat", ThuTucChat);
})();
