// Hooks beside the view that uses them.
const show = (times) => ({
  mounted() { this.updated(); },
  updated() { this.js().setAttribute(this.el, 'title', String(times * Number(this.el.dataset.value))); },
});

export default show(1);
export const Twice = show(2);
