// The official client, unmodified: the tests serve it from the package.
import { LongPoll, Presence, Socket } from './phoenix.mjs';

const parameters = new URLSearchParams(location.search);
const token = document.querySelector('meta[name=user-token]').content;
const options = {
  params: { token: parameters.get('token') ?? token },
  reconnectAfterMs: () => 100,
  rejoinAfterMs: () => 100,
};
if (parameters.has('longpoll')) options.transport = LongPoll;

const socket = new Socket('/socket', options);
const channel = socket.channel(`room:${parameters.get('room') ?? 'lobby'}`, {});
const status = document.getElementById('status');
const messages = document.getElementById('messages');
const people = document.getElementById('people');
const presence = new Presence(channel);
window.test = { socket, channel, joins: 0 };

channel.on('said', ({ text, by }) => {
  const item = document.createElement('li');
  item.textContent = `${by}: ${text}`;
  messages.append(item);
});
presence.onSync(() => {
  people.replaceChildren(
    ...presence.list((name) => name).sort().map((name) => {
      const item = document.createElement('li');
      item.textContent = name;
      return item;
    }),
  );
});
socket.onError(() => (status.textContent = 'disconnected'));
socket.onClose(() => (status.textContent = 'disconnected'));
channel.onError(() => (status.textContent = 'lost'));
socket.connect();
channel
  .join()
  .receive('ok', ({ room }) => {
    window.test.joins++;
    status.textContent = `joined ${room}`;
  })
  .receive('error', ({ reason }) => (status.textContent = `refused: ${reason}`));

document.getElementById('say').addEventListener('submit', (event) => {
  event.preventDefault();
  const input = document.getElementById('message');
  channel.push('say', { text: input.value });
  input.value = '';
});
