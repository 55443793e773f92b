// Elements with phx-feedback-for are hidden until the input of that name has been used.
const { isUsedInput } = LiveView;

function show(element) {
  const name = element.getAttribute('phx-feedback-for');
  const inputs = name ? [...document.querySelectorAll(`[name="${name}"], [name="${name}[]"]`)] : [];
  element.classList.toggle('phx-no-feedback', name !== null && !inputs.some((input) => isUsedInput(input)));
}

const all = () => document.querySelectorAll('[data-feedback-container]').forEach(show);

addEventListener('reset', () => setTimeout(all));

export const options = { dom: { onPatchEnd: all } };
