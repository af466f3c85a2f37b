// What is played on the page: who is who, ready messages, and the steps of the guide.
'use strict';

const seats = new Map(); // id → what the server told of the seat, and {el, messages, drawn, seen, files, atEnd}

const ROLES = { client: 'клиент', officer: 'исполнитель', head: 'начальник отдела', controller: 'контролёр', signatory: 'подписант', employee: 'сотрудник', administrator: 'администратор' };
// Who takes turns in one window where a screen has no room for all.
const SHARED = { officer: 'work', head: 'lead', signatory: 'lead', controller: 'over', employee: 'over', administrator: 'over' };
// Who begins conversations, and has ready messages from the start.
const ASKING = new Set(['client', 'employee']);
const NETS = { telegram: 'Telegram', vk: 'ВКонтакте' };
const EMPTY = {
  client: 'Здесь пишут в министерство. Просто напишите свой вопрос — или выберите готовый ниже.',
  officer: 'Здесь появятся обращения.',
  employee: 'Отсюда сотрудник пишет коллегам: в ИТ, бухгалтерию, хозяйственный отдел.',
};
const EXAMPLES = {
  'client-telegram': [
    { text: 'Здравствуйте! Когда придёт пособие на ребёнка за октябрь? Заявление подала третьего числа, денег пока нет.' },
    { text: 'Прикладываю справку о составе семьи для единого пособия. Её достаточно?', scan: 'Справка о составе семьи' },
    { text: 'Мужу задержали зарплату за два месяца. Куда жаловаться на работодателя?' },
    { text: 'Добрый день! Подскажите, к кому обратиться с моим вопросом?' },
    { text: 'Спасибо, уже разобралась!' },
  ],
  'client-vk': [
    { text: 'Добрый день. Положена ли нам субсидия на оплату ЖКУ? Доход на человека — 18 тысяч рублей.' },
    { text: 'Потерял удостоверение ветерана труда. Как восстановить?' },
    { text: 'Маме 84 года, живёт одна. Можно ли оформить ей соцработника на дом?' },
  ],
  employee: [
    { text: 'Не включается компьютер, кабинет 204.' },
    { text: 'Нужна справка о доходах за год, к пятнице.' },
  ],
  officer: [
    { text: 'Добрый день! Пособие за октябрь перечислим до конца этой недели. Если деньги не придут, напишите сюда — проверим.' },
    { text: 'Добрый день! Справки достаточно. Остальные сведения запросим сами, приезжать не нужно.' },
    { text: 'Добрый день! Субсидия вам положена. Перечень документов — в памятке.', scan: 'Памятка о субсидии' },
  ],
};

// What shows that a step of the guide is done: words in the windows themselves.
const told = (role, words) => [...seats.values()].some(
  (seat) => seat.role === role && seat.messages.some((m) => m.ours && words.test(m.text)));
const numbers = () => new Set([...seats.values()].filter((seat) => seat.role === 'client').flatMap(
  (seat) => seat.messages.flatMap((m) => (m.ours && m.text.match(/\d{4}-\d{6}/)) || [])));
const STEPS = [
  { title: 'Напишите вопрос', hint: 'Марина, Telegram', where: ['client-telegram'], done: () => numbers().size > 0 },
  { title: 'Возьмите обращение', hint: 'исполнитель: «Взять»', where: 'officer', done: () => told('officer', /^Обращение \S+ ваше|^Напишите ответ/) },
  { title: 'Ответьте', hint: '«Ответить», «Отправить», итог', where: 'officer', done: () => told('officer', /^Отправляем ответ|уже отправляется|доставлен клиенту/) },
  { title: 'Ответ дошёл?', hint: 'смотрите у Марины', where: ['client-telegram'], done: () => told('client', /Рассмотрели ваше обращение/) && told('officer', /доставлен клиенту/) },
  { title: 'Напишите ещё раз', hint: 'Ильдар, ВКонтакте; не отвечайте', where: ['client-vk'], done: () => numbers().size > 1 },
  { title: 'Дождитесь просрочки', hint: '«До конца окна» на часах', where: 'controller', done: () => told('head', /истёк|просрочено/) && told('controller', /истёк|просрочено/) },
];
