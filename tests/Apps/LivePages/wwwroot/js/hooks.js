// The scripts of the pages: what a hook is told, and how often the document was changed in a transition.
const log = (window.hookLog = []);
window.transitions = 0;

export default {
  Teller: {
    mounted() {
      log.push(`mounted ${this.el.dataset.value}`);
      this.handleEvent('shout', ({ text }) => log.push(`heard ${text}`));
      this.el.addEventListener('click', async () => {
        const { length } = await this.pushEvent('ask', { question: 'how long?' });
        log.push(`answered ${length}`);
      });
    },
    beforeUpdate() { log.push(`before ${this.el.dataset.value}`); },
    updated() { log.push(`updated ${this.el.dataset.value}`); },
    destroyed() { log.push('destroyed'); },
    disconnected() { log.push('disconnected'); },
    reconnected() { log.push('reconnected'); },
  },
};

export const options = {
  longPollFallbackMs: new URLSearchParams(location.search).has('poll') ? 1 : 2500,
  dom: {
    onDocumentPatch(start) {
      if (!window.startsTransition) return start();
      window.startsTransition = false;
      document.startViewTransition(() => { start(); window.transitions++; });
    },
  },
};

addEventListener('phx:start-view-transition', () => { window.startsTransition = true; });
addEventListener('spec:mark', ({ target, detail }) => { target.dataset.mark = detail.mark; });
