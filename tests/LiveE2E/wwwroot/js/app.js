// The scripts of all pages but the one about feedback.
const pong = {
  mounted() {
    this.pushEvent('ping', {}, () => (this.el.innerText += 'pong'));
  },
};

// How often the hook of page 4325 was called.
const lifecycle = (window.issue4325Lifecycle = { mounted: 0, updated: 0, destroyed: 0 });

// What the custom elements of page 4212 went through.
window.__lvCustomElLog = [];

customElements.define('lv-custom-el', class extends HTMLElement {
  connectedCallback() { this.#log('connected'); }
  disconnectedCallback() { this.#log('disconnected'); }
  connectedMoveCallback() { this.#log('moved'); }
  #log(type) { window.__lvCustomElLog.push({ type, id: this.id }); }
});

addEventListener('phx:navigate', ({ detail }) => console.log('navigate event', JSON.stringify(detail)));
addEventListener('phx:before-navigate', (event) => {
  if (document.querySelector('#prevent-navigation-toggle')?.checked) event.preventDefault();
});

// Page form-unsaved asks before it is left.
window.unsavedEvents = [];
const isDirty = () => document.querySelector("#unsaved-form[data-dirty='true']") !== null;

addEventListener('phx:before-navigate', (event) => {
  if (!isDirty()) return;
  window.unsavedEvents.push({ type: 'phx', detail: event.detail });
  if (!confirm('You have unsaved changes. Leave without saving?')) event.preventDefault();
});
addEventListener('beforeunload', (event) => {
  if (!isDirty()) return;
  window.unsavedEvents.push({ type: 'beforeunload' });
  event.preventDefault();
});

export default {
  MyHook: {
    mounted() { console.log('Hook mounted!'); },
  },
  test: {
    mounted() { console.log(this.__view().id, 'mounted hook!'); },
  },
  FormHook: pong,
  FormStreamHook: pong,
  IdPassthrough: {
    mounted() {
      lifecycle.mounted++;
      this.js().setAttribute(this.el, 'id', this.el.id);
    },
    updated() { lifecycle.updated++; },
    destroyed() { lifecycle.destroyed++; },
  },
  RootChange: {
    mounted() { console.log('MyHook mounted'); },
    updated() { console.log('MyHook updated'); },
  },
};

const failing = location.pathname === '/errors';

export const options = {
  longPollFallbackMs: undefined,
  cascadePhxRemoveOnNavigation: new URLSearchParams(location.search).get('cascadePhxRemoveOnNavigation') !== 'false',
  reloadJitterMin: 50,
  reloadJitterMax: failing ? 50 : 500,
  ...(failing && { maxReloads: 5, failsafeJitter: 1000, maxChildJoinTries: 3, rejoinAfterMs: () => 50 }),
};
