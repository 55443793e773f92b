// Two things that only the browser knows: which key was pressed with which, and the time zone. Everything else is the server's.

/** Enter sends, Shift+Enter begins a line. The text goes only when the server has stored it. */
const Composer = {
  mounted() {
    const byTouch = matchMedia('(pointer: coarse)');
    this.el.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || byTouch.matches) return;
      event.preventDefault();
      if (this.el.value.trim() !== '') this.el.form.requestSubmit();
    });
    this.handleEvent('sent', () => (this.el.value = ''));
  },
};

const formats = {
  time: new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }),
  day: new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' }),
};

/** A time of the server in the zone of whoever looks. */
class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = new Date(this.getAttribute('datetime'));
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    shadow.textContent = formats[this.getAttribute('kind')].format(time);
  }
}

customElements.define('local-time', LocalTime);

export default { Composer };
