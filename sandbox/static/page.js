// The demo page: draws what the server tells (stage, seat, clock) and sends what people do.
// Who is who, ready messages and the steps of the guide are in plot.js.
'use strict';

const $ = (query, root = document) => root.querySelector(query);
let zone = 'Europe/Moscow';
let clock = null; // {at: the server's time in ms, since: performance.now() then}
let current = ''; // whose window a phone shows
const front = {}; // who of each shared window stands in front on a laptop

// ---------------------------------------------------------------- what the server tells

function listen() {
  const source = new EventSource('/events');
  const on = (name, act) => source.addEventListener(name, (event) => act(JSON.parse(event.data)));
  on('stage', (stage) => { if (!seats.size) set(stage); });
  on('seat', ({ id, messages }) => { const seat = seats.get(id); if (seat) draw(seat, messages); });
  on('clock', tell);
  source.onerror = () => toast('Связь с демонстрацией прервалась. Проверьте, что она запущена: make demo', 60000);
  source.onopen = () => toast('');
}

function set(stage) {
  zone = stage.zone;
  $('#ministry').textContent = stage.ministry;
  const template = $('#window');
  for (const seat of stage.seats) {
    const el = template.content.firstElementChild.cloneNode(true);
    Object.assign(seat, { el, messages: [], drawn: new Map(), seen: 0, files: [], ready: false, atEnd: true });
    seats.set(seat.id, seat);
    furnish(seat, stage.ministry);
    $('#stage').append(el);
    grow(seat);
  }
  for (const seat of seats.values()) label(seat);
  open(stage.seats[0].id, false);
  guide();
}

function furnish(seat, ministry) {
  const { el } = seat;
  el.dataset.seat = seat.id;
  el.classList.add(seat.at, seat.role);
  el.setAttribute('aria-label', `${seat.name}, ${ROLES[seat.role]}, ${NETS[seat.at]}`);
  $('.ministry', el).textContent = ministry;
  $('.net', el).textContent = seat.at === 'vk' ? 'сообщество ВКонтакте' : 'бот в Telegram';
  $('.me', el).textContent = `${seat.name}, ${ROLES[seat.role]}`;
  $('.empty p', el).textContent = EMPTY[seat.role] || EMPTY.officer;
  $('.start', el).hidden = seat.role !== 'client';
  $('.start', el).onclick = () => say(seat, '/start', []);
  const log = $('.log', el);
  log.onscroll = () => { seat.atEnd = nearEnd(log); $('.down', el).hidden = seat.atEnd; };
  new ResizeObserver(() => { if (seat.atEnd) toEnd(seat); }).observe(log);
  $('.down', el).onclick = () => toEnd(seat);
  // At the press, not at its end: what is read meanwhile draws the plates anew.
  el.addEventListener('pointerdown', (event) => {
    const chosen = event.target.closest('.whose button');
    if (chosen) open(chosen.dataset.id);
  }, true);
  for (const event of ['pointerenter', 'focusin', 'pointerdown']) el.addEventListener(event, () => read(seat));
  const form = $('form', el), words = $('textarea', el);
  words.setAttribute('aria-label', `Сообщение от имени: ${seat.name}`);
  words.oninput = () => grow(seat);
  words.onkeydown = (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  };
  $('input[type=file]', el).onchange = ({ target }) => { attach(seat, [...target.files]); target.value = ''; };
  $('.examples', el).onwheel = (event) => {
    if (event.deltaY) { event.preventDefault(); event.currentTarget.scrollLeft += event.deltaY; }
  };
  form.onsubmit = (event) => { event.preventDefault(); submit(seat); };
  if (ASKING.has(seat.role)) offer(seat, EXAMPLES[seat.id] || EXAMPLES[seat.role] || []);
}

function draw(seat, messages) {
  const log = $('.log', seat.el), stays = seat.atEnd, keep = new Set();
  $('.empty', seat.el).hidden = messages.length > 0;
  seat.messages = messages;
  let day = '';
  for (const message of messages) {
    const its = dayOf(message.at);
    if (its !== day) { place(seat, log, keep, `day ${its}`, its, () => make('div', 'date', its)); day = its; }
    place(seat, log, keep, `message ${message.id}`, JSON.stringify(message), () => bubble(seat, message));
  }
  for (const [key, { el }] of seat.drawn) if (!keep.has(key)) { el.remove(); seat.drawn.delete(key); }
  if (stays) toEnd(seat);
  if (!seat.ready) { seat.ready = true; seat.seen = heard(seat); }
  if (seat.el.matches(':hover, :focus-within') || seat.id === current && phone()) read(seat);
  if (!ASKING.has(seat.role)) offer(seat, writing(seat) ? EXAMPLES.officer : []);
  label(seat);
  guide();
}

// What is drawn already and has not changed stays as it is: no flicker, no lost focus.
function place(seat, log, keep, key, what, build) {
  keep.add(key);
  const old = seat.drawn.get(key);
  if (old && old.what === what) return;
  const el = build();
  if (old) old.el.replaceWith(el); else log.append(el);
  if (seat.ready && !old) el.classList.add('fresh');
  seat.drawn.set(key, { el, what });
}

function bubble(seat, message) {
  const el = make('div', message.ours ? 'message' : 'message mine'), body = el.appendChild(make('div', 'bubble'));
  const asked = seat.messages.find((one) => message.answers && one.id === message.answers);
  if (asked) body.append(quote(seat, asked));
  for (const file of message.files) body.append(carried(seat, file));
  const words = body.appendChild(make('p'));
  linked(words, message.text);
  words.append(make('span', 'stamp', (message.edited ? 'изм. ' : '') + timeOf(message.at)));
  if (message.rows.length) {
    const keys = el.appendChild(make('div', 'keys'));
    for (const row of message.rows) {
      const line = keys.appendChild(make('div'));
      for (const key of row) line.append(key.link ? outside(key.link, key.label) : press(seat, message, key));
    }
  }
  return el;
}

// What a message answers; pressed, it leads there.
function quote(seat, message) {
  const el = make('button', 'quote', message.text.split('\n')[0] || message.files[0]?.name || '…');
  el.type = 'button';
  el.onclick = () => seat.drawn.get(`message ${message.id}`)?.el.scrollIntoView({ block: 'nearest' });
  return el;
}

function press(seat, message, key) {
  const el = make('button', '', key.label);
  el.type = 'button';
  el.onclick = async () => {
    el.classList.add('pressed');
    await post(`/tap/${seat.id}`, JSON.stringify({ message: message.id, data: key.data }));
    el.classList.remove('pressed');
  };
  return el;
}

function carried(seat, file) {
  const link = make('a', file.picture ? 'picture' : 'file');
  link.href = file.url;
  link.target = '_blank';
  link.rel = 'noopener';
  if (file.picture) {
    const image = link.appendChild(make('img'));
    image.src = file.url;
    image.alt = file.name;
    image.onload = () => { if (seat.atEnd) toEnd(seat); };
    return link;
  }
  link.download = file.name;
  link.append(make('i', '', (file.name.split('.').pop() || '').slice(0, 4).toUpperCase()));
  const about = link.appendChild(make('span'));
  about.append(make('b', '', file.name), make('small', '', sizeOf(file.size)));
  return link;
}

function tell({ now, open: works, due }) {
  clock = { at: Date.parse(now), since: performance.now() };
  const pill = $('#open');
  pill.textContent = works ? 'рабочее время' : 'нерабочее время';
  pill.classList.toggle('closed', !works);
  const end = $('[data-to=due]');
  $('#due').textContent = due ? shortly(due) : 'сроки не идут';
  end.dataset.none = due ? '' : 'yes';
  end.disabled = !due || busy;
  tick();
}

// ---------------------------------------------------------------- what people do

async function post(path, body) {
  try {
    const answer = await fetch(path, { method: 'POST', body });
    if (!answer.ok) toast(answer.status === 413 ? 'Файл слишком большой.' : (await answer.text()).slice(0, 200));
    return answer.ok;
  } catch {
    toast('Не получилось отправить: демонстрация не отвечает.');
    return false;
  }
}

async function say(seat, text, files) {
  const form = new FormData();
  form.append('text', text);
  for (const file of files) form.append('file', file, file.name);
  return post(`/say/${seat.id}`, form);
}

async function submit(seat) {
  const words = $('textarea', seat.el), send = $('.send', seat.el), text = words.value.trim();
  if (!text && !seat.files.length || send.disabled) return;
  send.disabled = true;
  if (await say(seat, text, seat.files)) {
    words.value = '';
    seat.files = [];
    attach(seat, []);
    toEnd(seat);
  }
  send.disabled = false;
  words.focus({ preventScroll: true });
}

function attach(seat, files) {
  if (seat.files.length + files.length > 10) toast('К одному сообщению можно приложить до 10 файлов.');
  seat.files = [...seat.files, ...files].slice(0, 10);
  $('.attached', seat.el).replaceChildren(...seat.files.map((file) => {
    const line = make('li'), chip = line.appendChild(make('button', '', file.name));
    chip.type = 'button';
    chip.title = 'Убрать';
    chip.onclick = () => { seat.files = seat.files.filter((one) => one !== file); attach(seat, []); };
    return line;
  }));
  grow(seat);
}

function offer(seat, examples) {
  const box = $('.examples', seat.el), what = examples.map((one) => one.text).join();
  if (box.dataset.what === what) return;
  box.dataset.what = what;
  box.replaceChildren(...examples.map((example) => {
    const chip = make('button', '', (example.scan ? 'С фото · ' : '') + example.text);
    chip.type = 'button';
    chip.title = example.text;
    chip.onclick = async () => {
      const words = $('textarea', seat.el);
      const files = example.scan ? [await scan(example.scan)] : [];
      // Words and photo appear together: whoever sends at once sends both.
      words.value = example.text;
      words.focus();
      seat.files = [];
      attach(seat, files);
    };
    return chip;
  }));
}

// A sheet of paper drawn on the spot, so that a photo is at hand.
function scan(title) {
  const paper = Object.assign(document.createElement('canvas'), { width: 900, height: 620 });
  const pen = paper.getContext('2d');
  pen.fillStyle = '#d8d2c6'; pen.fillRect(0, 0, 900, 620);
  pen.translate(450, 320); pen.rotate(-0.02); pen.translate(-450, -320);
  pen.fillStyle = '#fffdf7'; pen.fillRect(70, 40, 760, 640);
  pen.fillStyle = '#26323d'; pen.textAlign = 'center';
  pen.font = '600 40px Georgia, serif'; pen.fillText(title.toUpperCase(), 450, 130, 680);
  pen.font = '26px Georgia, serif'; pen.fillText('образец для демонстрации', 450, 176);
  pen.fillStyle = '#9aa3ab';
  for (let line = 0; line < 8; line++) pen.fillRect(130, 240 + line * 42, line === 7 ? 300 : 640 - (line * 53) % 90, 10);
  pen.strokeStyle = '#3e64a8'; pen.lineWidth = 5; pen.beginPath(); pen.arc(680, 520, 62, 0, 7); pen.stroke();
  pen.beginPath(); pen.arc(680, 520, 46, 0, 7); pen.stroke();
  return new Promise((done) => paper.toBlob(
    (blob) => done(new File([blob], `${title}.jpg`, { type: 'image/jpeg' })), 'image/jpeg', 0.82));
}

let busy = false;
for (const button of document.querySelectorAll('.moves button')) button.onclick = () => move(button.dataset.to);
async function move(to) {
  const buttons = [...document.querySelectorAll('.moves button')];
  busy = true;
  $('.moves').classList.add('busy');
  for (const button of buttons) button.disabled = true;
  await post(`/clock/${to}`);
  busy = false;
  $('.moves').classList.remove('busy');
  for (const button of buttons) button.disabled = button.dataset.none === 'yes';
}

// ---------------------------------------------------------------- whose window, what is unread

function label(seat) {
  const group = sharers(seat);
  for (const one of group) {
    const order = [one, ...group.filter((other) => other !== one)];
    const shared = group.length > 1, narrow = shared && innerWidth < 1700;
    $('.whose', one.el).replaceChildren(...(narrow ? group : order).map(
      (other) => plate(other, one, shared, narrow ? group.length : 1)));
  }
  $('#tabs').replaceChildren(...[...seats.values()].map(tab));
}

// Of several beside one another only what fits is said: of three, no face either.
function plate(seat, inside, several, beside) {
  const el = make(several ? 'button' : 'div', beside > 2 ? 'tight' : ''), name = make('div', 'name');
  const role = seat.role === 'officer' ? NETS[seat.at] : ROLES[seat.role].split(' ')[0];
  name.append(
    make('b', '', beside > 1 ? seat.name.split(' ')[0] : seat.name),
    make('small', '', beside > 1 ? role : `${ROLES[seat.role]} · ${NETS[seat.at]}`));
  if (beside > 2) el.append(name, ...badge(seat)); else el.append(face(seat), name);
  if (several) {
    el.type = 'button';
    el.title = `${ROLES[seat.role]}, ${seat.post}`;
    el.setAttribute('aria-current', seat === inside);
    el.dataset.id = seat.id;
    el.onclick = () => open(seat.id); // by the keyboard
  } else if (seat.post) el.title = seat.post;
  return el;
}

function tab(seat) {
  const el = make('button', seat.el.classList.contains('wanted') ? 'wanted' : '');
  el.type = 'button';
  el.setAttribute('aria-current', seat.id === current);
  el.setAttribute('aria-label', `${seat.name}, ${ROLES[seat.role]}, ${NETS[seat.at]}, непрочитанных: ${unread(seat)}`);
  el.append(face(seat), make('small', '', seat.name.split(' ')[0]));
  el.onclick = () => open(seat.id);
  return el;
}

function face(seat) {
  const [first = '', second = ''] = seat.name.split(' ');
  const el = make('span', `face ${seat.role} ${seat.at}`, first[0] + (second[0] || ''));
  el.append(...badge(seat));
  return el;
}
const badge = (seat) => (unread(seat) ? [make('span', 'badge', unread(seat))] : []);

function open(id, look = true) {
  const chosen = seats.get(id);
  current = id;
  for (const seat of [...seats.values()].reverse()) if (SHARED[seat.role] && !front[SHARED[seat.role]]) front[SHARED[seat.role]] = sharers(seat)[0].id;
  if (SHARED[chosen.role]) front[SHARED[chosen.role]] = id;
  for (const seat of seats.values()) {
    seat.el.classList.toggle('current', seat === chosen);
    seat.el.classList.toggle('behind', Boolean(SHARED[seat.role]) && front[SHARED[seat.role]] !== seat.id);
  }
  read(chosen);
  label(chosen);
  grow(chosen);
  $('#tabs [aria-current=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  if (!look) return;
  toEnd(chosen);
  chosen.el.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
const sharers = (seat) => (SHARED[seat.role] ? [...seats.values()].filter((one) => SHARED[one.role] === SHARED[seat.role]) : [seat]);

const heard = (seat) => seat.messages.filter((message) => message.ours).length;
const unread = (seat) => Math.max(0, heard(seat) - seat.seen);
function read(seat) {
  if (!unread(seat) && seat.seen === heard(seat)) return;
  seat.seen = heard(seat);
  // After the event at hand: a plate drawn anew under a finger would not be pressed.
  setTimeout(() => label(seat));
}
const writing = (seat) => /^(Напишите ответ|Так ответ)/.test(
  seat.messages.filter((message) => message.ours).slice(-1)[0]?.text || '');
const phone = () => matchMedia('(max-width: 760px)').matches;

// ---------------------------------------------------------------- the guide

function guide() {
  if (!seats.size) return;
  const states = STEPS.map((step) => step.done()), next = states.indexOf(false);
  const wanted = next < 0 ? [] : target(STEPS[next]);
  const signature = JSON.stringify([states, wanted]);
  if (guide.was === signature) return;
  guide.was = signature;
  for (const seat of seats.values()) seat.el.classList.toggle('wanted', wanted.includes(seat.id));
  $('[data-to=due]').classList.toggle('hint', next === STEPS.length - 1);
  $('#guide ol').replaceChildren(...STEPS.map((step, place) => line(step, place, states[place], place === next)));
  $('#guide h2').textContent = next < 0 ? 'Весь путь пройден!' : 'Что попробовать';
  if (next < 0) $('#guide ol').append(finished());
  $('#tabs').replaceChildren(...[...seats.values()].map(tab));
}

function line(step, place, done, next) {
  const el = make('li', done ? 'done' : next ? 'next' : ''), button = el.appendChild(make('button'));
  button.type = 'button';
  button.append(make('span', 'mark', done ? '✓' : place + 1), make('b', '', step.title), make('small', '', step.hint));
  if (next) button.setAttribute('aria-current', 'step');
  button.onclick = () => { const [id] = target(step); open(id); if (!phone()) $('textarea', seats.get(id).el).focus(); };
  return el;
}

function finished() {
  const el = make('li', 'next over'), button = el.appendChild(make('button'));
  button.type = 'button';
  button.append(make('span', 'mark', '✓'), make('b', '', 'Весь путь пройден'), make('small', '', 'Дальше пробуйте что угодно'));
  return el;
}

function target(step) {
  if (Array.isArray(step.where)) return step.where.filter((id) => seats.has(id));
  return [...seats.values()].filter((seat) => seat.role === step.where).slice(0, 1).map((seat) => seat.id);
}

$('#guide .close').onclick = () => { $('#guide').hidden = true; };

// ---------------------------------------------------------------- small things

function make(tag, name = '', text = '') {
  const el = document.createElement(tag);
  if (name) el.className = name;
  if (text !== '') el.textContent = text;
  return el;
}

function linked(el, text) {
  let from = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s«»()]+[^\s«»().,;:!?]|\d{4}-\d{6}|59-ФЗ/g)) {
    const [what] = found;
    el.append(text.slice(from, found.index),
      what.startsWith('http') ? outside(what, what.replace(/^https?:\/\//, '')) : make('span', 'whole', what));
    from = found.index + found[0].length;
  }
  el.append(text.slice(from));
}

function outside(link, text) {
  const el = make('a', '', text);
  el.href = /^https?:/.test(link) ? link : '#';
  el.target = '_blank';
  el.rel = 'noopener noreferrer';
  return el;
}

function grow(seat) {
  const words = $('textarea', seat.el);
  words.style.height = '';
  if (words.scrollHeight) words.style.height = `${Math.min(words.scrollHeight + 2, 120)}px`;
  $('.send', seat.el).classList.toggle('empty', !words.value.trim() && !seat.files.length);
}

const nearEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 60;
function toEnd(seat) {
  const log = $('.log', seat.el);
  seat.atEnd = true;
  log.scrollTop = log.scrollHeight;
}
const moment = (at, options) => new Intl.DateTimeFormat('ru-RU', { timeZone: zone, ...options }).format(at);
const timeOf = (at) => moment(Date.parse(at), { hour: '2-digit', minute: '2-digit' });
const dayOf = (at) => moment(Date.parse(at), { day: 'numeric', month: 'long' });
const shortly = (at) => moment(Date.parse(at), { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const sizeOf = (bytes) => bytes < 1024 ? `${bytes} Б` : bytes < 1048576 ? `${Math.round(bytes / 1024)} КБ` : `${(bytes / 1048576).toFixed(1).replace('.', ',')} МБ`;

function tick() {
  if (!clock) return;
  const at = clock.at + performance.now() - clock.since;
  const time = moment(at, { hour: '2-digit', minute: '2-digit' });
  if ($('#time').textContent !== time) $('#time').textContent = time;
  $('#day').textContent = moment(at, { weekday: 'long', day: 'numeric', month: 'long' });
}
setInterval(tick, 1000);

let fading = 0;
function toast(text, long = 5000) {
  const el = $('#toast');
  clearTimeout(fading);
  el.hidden = !text;
  el.textContent = text;
  if (text) fading = setTimeout(() => { el.hidden = true; }, long);
}

addEventListener('resize', () => { for (const seat of seats.values()) label(seat); });
listen();
