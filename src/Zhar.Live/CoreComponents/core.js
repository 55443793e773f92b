// The keyboard of Tabs and Menu, as the ARIA Authoring Practices describe it, and the question of data-confirm. It listens to the document, so that it holds for what a page
// adds later.
const own = (list, role) => [...list.querySelectorAll(`[role=${role}]:not([disabled])`)].filter((item) => item.closest(`[role=${list.getAttribute("role")}]`) === list);
const at = (items, index) => items[(index + items.length) % items.length];

/** The item that a key leads to, or undefined. */
function target(key, items, current, forward, back) {
  const index = items.indexOf(current);
  switch (key) {
    case forward: return at(items, index + 1);
    case back: return at(items, index - 1);
    case "Home": return items[0];
    case "End": return items.at(-1);
  }
}

function onTab(event, tab) {
  const list = tab.closest("[role=tablist]");
  const [forward, back] = getComputedStyle(list).direction === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  const next = target(event.key, own(list, "tab"), tab, forward, back);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

/** Commands of the client show the list with the next frames; an element that is not shown takes no focus. */
function focusWhenShown(item, frames = 30) {
  item.focus();
  if (document.activeElement !== item && frames > 0) requestAnimationFrame(() => focusWhenShown(item, frames - 1));
}

function onMenuButton(event, button) {
  const items = own(document.getElementById(button.getAttribute("aria-controls")), "menuitem");
  if (!["ArrowDown", "ArrowUp", "Enter", " "].includes(event.key) || items.length === 0) return;
  event.preventDefault();
  if (button.getAttribute("aria-expanded") !== "true") button.click();
  focusWhenShown(event.key === "ArrowUp" ? items.at(-1) : items[0]);
}

function onMenuItem(event, item) {
  const list = item.closest("[role=menu]");
  const items = own(list, "menuitem");
  const button = document.getElementById(list.getAttribute("aria-labelledby"));
  if (event.key === "Escape") button?.focus();
  else if (event.key === "Tab") button?.click(); // closes, and the focus goes on
  else {
    const next = target(event.key, items, item, "ArrowDown", "ArrowUp") ?? beginning(event.key, items, item);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

/** The next item that begins with a letter. */
function beginning(key, items, current) {
  if (key.length !== 1 || key === " ") return undefined;
  const index = items.indexOf(current) + 1;
  return [...items.slice(index), ...items.slice(0, index)].find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !(event.target instanceof Element)) return;
  const find = (selector) => event.target.closest(selector);
  const tab = find("[data-core-tabs] [role=tab]");
  const item = find("[data-core-menu] [role=menuitem]");
  const button = find("[data-core-menu] > [aria-haspopup=menu]");
  if (tab) onTab(event, tab);
  else if (item) onMenuItem(event, item);
  else if (button) onMenuButton(event, button);
});

// Before anybody else hears of the click: the client of live pages listens at the window, too.
window.addEventListener("click", (event) => {
  const asks = event.target instanceof Element && event.target.closest("[data-confirm]");
  if (!asks || confirm(asks.dataset.confirm)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
