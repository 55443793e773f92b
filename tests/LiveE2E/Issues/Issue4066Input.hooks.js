export default {
  mounted() {
    this.el.addEventListener('input', () => {
      setTimeout(() => {
        this.pushEventTo(this.el, 'do-something', { value: 100 });
        this.js().setAttribute(document.body, 'data-pushed', 'yes');
      }, Number(this.el.dataset.delay));
    });
  },
};
