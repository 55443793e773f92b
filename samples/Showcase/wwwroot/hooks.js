// What only the browser knows: where a card is dragged to. Everything else is the server's.

/** Drag and drop between the lanes of the board. The server hears of the drop and moves the card, here and in every other window. */
const Board = {
  mounted() {
    this.on('dragstart', (event) => {
      const card = event.target.closest('[data-card]');
      if (!card) return;
      this.card = card.dataset.card;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', card.dataset.card);
      requestAnimationFrame(() => this.mark());
    });
    this.on('dragover', (event) => {
      const lane = this.card && event.target.closest('[data-lane]');
      if (!lane) return;
      event.preventDefault();
      this.lane = lane.dataset.lane;
      this.before = this.cards(lane).find((card) => event.clientY < middle(card))?.dataset.card;
      this.mark();
    });
    this.on('drop', (event) => {
      if (!this.card || !this.lane) return;
      event.preventDefault();
      this.pushEvent('move', { id: this.card, lane: this.lane, before: this.before ?? null });
      this.clear();
    });
    this.on('dragend', () => this.clear());
  },

  // A change from elsewhere while a card is in the air must not take the marks away.
  updated() {
    this.mark();
  },

  on(name, listener) {
    this.el.addEventListener(name, listener);
  },

  cards(lane) {
    return [...lane.querySelectorAll('[data-card]')].filter((card) => card.dataset.card !== this.card);
  },

  mark() {
    for (const card of this.el.querySelectorAll('[data-card]')) {
      card.classList.toggle('dragged', card.dataset.card === this.card);
      card.classList.toggle('drop-before', Boolean(this.card) && card.dataset.card === this.before);
    }
    for (const lane of this.el.querySelectorAll('[data-lane]'))
      lane.classList.toggle('drop-here', Boolean(this.card) && lane.dataset.lane === this.lane);
  },

  clear() {
    this.card = this.lane = this.before = undefined;
    this.mark();
  },
};

function middle(element) {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
}

/** The input is emptied when the server has stored what was in it, and not before. */
const EmptyWhenAdded = {
  mounted() {
    this.added = this.el.dataset.added;
  },
  updated() {
    if (this.el.dataset.added === this.added) return;
    this.added = this.el.dataset.added;
    this.el.value = '';
  },
};

export default { Board, EmptyWhenAdded };
