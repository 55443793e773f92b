// Live reload, in development only: hears from the program what happens to the application, and keeps the page in step with it.
(() => {
  "use strict";
  const script = document.currentScript;
  let generation = Number(script.dataset.generation);
  let assets = null;
  let tries = 0;
  let overlay = null;
  const saved = "zhar:reload:" + location.pathname + location.search;

  restore();
  connect();

  function connect() {
    const url = new URL("/__zhar__/reload/socket", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    socket.onmessage = e => { tries = 0; hear(JSON.parse(e.data)); };
    // The address is listened on while versions change: the next one answers. A program that has ended is asked less and less often.
    socket.onclose = () => setTimeout(connect, Math.min(20 * (2 ** Math.min(tries++, 7) - 1), 2000));
  }

  async function hear(status) {
    show(status.problem);
    if (status.isLeaving) return;
    if (assets !== null && status.assets !== assets) await changeAssets(status.paths);
    assets = status.assets;
    if (status.generation === generation) return;
    generation = status.generation;
    await follow();
  }

  // A new version runs. Live pages join it by themselves and keep what was typed; when something around them has changed too, and on all other pages, the page is loaded again.
  async function follow() {
    if (isLive()) {
      const fresh = await fetchPage();
      if (fresh && frame(fresh) === frame(document)) {
        swapStyles(fresh);
        return;
      }
    }
    reload();
  }

  function isLive() {
    return !!(window.liveSocket && document.querySelector("[data-phx-main]"));
  }

  async function fetchPage() {
    try {
      const response = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error", cache: "no-store" });
      return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
    } catch {
      return null;
    }
  }

  // What stands around the live view, without what differs from one request to the next.
  function frame(page) {
    const copy = page.documentElement.cloneNode(true);
    for (const e of copy.querySelectorAll("[data-phx-session], script[src^='/__zhar__/'], title, zhar-reload")) e.remove();
    for (const e of copy.querySelectorAll("[nonce]")) e.removeAttribute("nonce");
    for (const e of copy.querySelectorAll("[name='csrf-token'], [name='_csrf_token']")) e.remove();
    for (const e of copy.querySelectorAll("link[rel~='stylesheet']")) e.setAttribute("href", e.getAttribute("href").split("?")[0]);
    for (const e of [copy, copy.querySelector("body")]) { e?.removeAttribute("class"); e?.removeAttribute("style"); }
    const text = part => (copy.querySelector(part)?.innerHTML ?? "").replace(/\s+/g, " ").trim();
    return text("head") + "\n" + text("body");
  }

  // ---- files under wwwroot ----

  async function changeAssets(paths) {
    if (!paths.every(p => p.endsWith(".css"))) {
      reload();
      return;
    }
    swapStyles(document, Date.now());
  }

  // Puts the new sheet beside the old one and takes that away when the new one is there: the page never stands without.
  function swapStyles(page, stamp) {
    const fresh = [...page.querySelectorAll("link[rel~='stylesheet'][href]")];
    const now = [...document.querySelectorAll("link[rel~='stylesheet'][href]")];
    now.forEach((link, i) => {
      const url = new URL((fresh[i] ?? link).getAttribute("href"), location.href);
      if (url.origin !== location.origin) return;
      if (stamp) url.searchParams.set("reload", stamp);
      else if (url.pathname === new URL(link.href).pathname) return;
      const next = link.cloneNode();
      next.href = url.pathname + url.search;
      next.onload = next.onerror = () => link.remove();
      link.after(next);
    });
  }

  // ---- a page that is loaded again keeps what was typed ----

  function reload() {
    try {
      sessionStorage.setItem(saved, JSON.stringify({ x: scrollX, y: scrollY, focus: path(document.activeElement), fields: fields().filter(isChanged).map(e => [path(e), value(e)]) }));
    } catch { /* a page without storage is loaded as it is */ }
    location.reload();
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(saved));
      sessionStorage.removeItem(saved);
    } catch { /* as above */ }
    if (!kept) return;
    const all = new Map(fields().map(e => [path(e), e]));
    for (const [at, text] of kept.fields) {
      const field = all.get(at);
      if (field) put(field, text);
    }
    all.get(kept.focus)?.focus({ preventScroll: true });
    scrollTo(kept.x, kept.y);
  }

  function fields() {
    return [...document.querySelectorAll("input, textarea, select")].filter(e => !["hidden", "file", "password", "submit", "button", "image", "reset"].includes(e.type));
  }

  function path(e) {
    if (!e?.matches?.("input, textarea, select")) return "";
    const form = e.form ? [...document.forms].indexOf(e.form) : -1;
    return [form, e.id || e.name, e.type === "radio" || e.type === "checkbox" ? e.value : ""].join("|");
  }

  function isChanged(e) {
    if (e.type === "radio" || e.type === "checkbox") return e.checked !== e.defaultChecked;
    if (e.tagName === "SELECT") return [...e.options].some(o => o.selected !== o.defaultSelected);
    return e.value !== e.defaultValue;
  }

  function value(e) {
    if (e.type === "radio" || e.type === "checkbox") return e.checked;
    return e.tagName === "SELECT" ? [...e.selectedOptions].map(o => o.value) : e.value;
  }

  function put(e, kept) {
    if (typeof kept === "boolean") e.checked = kept;
    else if (Array.isArray(kept)) for (const o of e.options) o.selected = kept.includes(o.value);
    else e.value = kept;
  }

  // ---- what keeps the change from the page ----

  function show(problem) {
    if (!problem) {
      overlay?.close();
      overlay?.host.remove();
      overlay = null;
      return;
    }
    overlay ??= build();
    overlay.fill(problem);
    if (!overlay.dialog.open) overlay.dialog.showModal();
  }

  function build() {
    const host = document.createElement("zhar-reload");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // not an inline style, which a page's policy may forbid
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const dialog = node("dialog");
    const title = node("h1");
    const body = node("div", "body");
    const close = node("button", "close", "Close");
    title.id = "title";
    dialog.setAttribute("aria-labelledby", "title");
    close.type = "button";
    close.onclick = () => dialog.close();
    const top = node("div", "top");
    top.append(title, close);
    const live = node("div");
    live.setAttribute("role", "alert");
    live.append(body);
    dialog.append(top, live, node("div", "note", "It goes away by itself when it is mended."));
    root.append(dialog);
    document.documentElement.append(host);
    return { host, dialog, close: () => dialog.close(), fill: problem => { title.textContent = problem.title; body.replaceChildren(...parts(problem)); } };
  }

  function parts(problem) {
    const all = problem.errors.map(error => {
      const part = node("section");
      const place = error.file ? error.file + ":" + error.line + ":" + error.column : "";
      const message = node("p", "message");
      message.append(node("span", "code", error.code), " ", error.message);
      part.append(node("h2", "", place), message);
      if (error.source.length) {
        const lines = node("pre");
        lines.tabIndex = 0;
        lines.setAttribute("aria-label", "Source of " + place);
        for (const { number, text } of error.source) {
          const line = node("span", number === error.line ? "hit" : "");
          line.dataset.n = number;
          line.textContent = text || " ";
          lines.append(line);
        }
        part.append(lines);
      }
      return part;
    });
    if (problem.text) all.push(node("pre", "text", problem.text));
    return all;
  }

  function node(name, className, text) {
    const e = document.createElement(name);
    if (className) e.className = className;
    if (text) e.textContent = text;
    return e;
  }

  var style = `
    :host { color-scheme: light dark; --hot: #b42318; --line: #d8d8dc; --soft: #f4f4f6; --dim: #5a5a64; --mark: #fde6e3; --ground: #fff; --ink: #18181b; }
    @media (prefers-color-scheme: dark) { :host { --hot: #ff8a7a; --line: #3a3a42; --soft: #17171b; --dim: #a6a6b0; --mark: #4a211d; --ground: #222227; --ink: #f2f2f4; } }
    * { box-sizing: border-box; }
    dialog { width: min(60rem, calc(100vw - 1.5rem)); max-height: calc(100vh - 1.5rem); padding: 0; border: 1px solid var(--line); border-top: 5px solid var(--hot); border-radius: .5rem; overflow: auto; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); box-shadow: 0 1rem 4rem #0006; }
    dialog::backdrop { background: #0008; }
    .top { display: flex; gap: 1rem; align-items: start; justify-content: space-between; padding: 1rem 1.25rem .25rem; }
    h1 { margin: 0; font-size: 1.2rem; color: var(--hot); overflow-wrap: anywhere; }
    h2 { margin: 1rem 0 .25rem; font: 600 .9rem/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
    .body { padding: 0 1.25rem; }
    .message { margin: 0 0 .5rem; overflow-wrap: anywhere; }
    .code { color: var(--dim); font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .9em; }
    pre { margin: 0; padding: .5rem 0; overflow-x: auto; font: .85rem/1.6 ui-monospace, Menlo, Consolas, monospace; background: var(--soft); border-radius: .35rem; tab-size: 4; }
    pre span { display: block; padding: 0 .75rem; min-width: max-content; }
    pre span::before { content: attr(data-n); display: inline-block; width: 3rem; color: var(--dim); }
    pre .hit { background: var(--mark); box-shadow: inset 3px 0 var(--hot); }
    pre.text { margin-top: .75rem; padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
    .note { padding: .75rem 1.25rem 1rem; color: var(--dim); font-size: .9rem; }
    button { font: inherit; font-size: .9rem; padding: .25rem .75rem; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: .35rem; cursor: pointer; }
    :focus-visible { outline: 3px solid var(--hot); outline-offset: 2px; }
  `;
})();
