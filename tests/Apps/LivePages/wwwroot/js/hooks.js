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
  Poker: {
    mounted() {
      this.el.addEventListener('click', async () => {
        const [{ value }] = await this.pushEventTo('#poked', 'poke', { by: 2 });
        this.el.dataset.answer = value.reply;
      });
    },
  },
  Writer: {
    mounted() {
      this.el.addEventListener('click', () => this.upload('counted', [new File(['written here'], 'written.txt', { type: 'text/plain' })]));
    },
  },
};

export const options = {
  longPollFallbackMs: new URLSearchParams(location.search).has('poll') ? 1 : 2500,
  uploaders: {
    Elsewhere(entries, onViewError) {
      for (const entry of entries) {
        fetch(entry.meta.url, { method: 'PUT', body: entry.file }).then((answer) => (answer.ok ? entry.progress(100) : entry.error()), () => entry.error());
        onViewError(() => {});
      }
    },
  },
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

const loads = (window.pageLoads = []);
addEventListener('phx:page-loading-start', ({ detail }) => loads.push(`start ${detail.kind}`));
addEventListener('phx:page-loading-stop', ({ detail }) => loads.push(`stop ${detail.kind}`));
