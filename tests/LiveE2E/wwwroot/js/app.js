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

export default {
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

export const options = { longPollFallbackMs: undefined, reloadJitterMin: 50, reloadJitterMax: 500 };
