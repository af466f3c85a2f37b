// An ordinary bot on vk-io. It answers whoever writes, and tells on standard output what it saw,
// one JSON object a line.
import http from 'node:http';
import { Keyboard, VK, getRandomId } from 'vk-io';

const base = process.env.VK_BASE;
const group = Number(process.env.VK_GROUP);
const tell = (seen) => console.log(JSON.stringify(seen));
const vk = new VK({
  token: process.env.VK_TOKEN,
  apiVersion: '5.199',
  apiBaseUrl: `${base}/method`,
  pollingGroupId: group,
  agent: new http.Agent({ keepAlive: true }),
});

const fetched = async (url) => Buffer.from(await (await fetch(url)).arrayBuffer()).toString();

vk.updates.on('message_new', async (context) => {
  const [photo] = context.getAttachments('photo');
  const [document] = context.getAttachments('doc');
  tell({
    heard: context.text,
    from: context.senderId,
    photo: photo ? await fetched(photo.largeSizeUrl) : null,
    document: document ? await fetched(document.url) : null,
  });
  const source = (filename, contentType) => ({ value: Buffer.from(filename), filename, contentType });
  const files = await Promise.all([
    vk.upload.messagePhoto({ peer_id: context.peerId, source: source('witness.jpg', 'image/jpeg') }),
    vk.upload.messageDocument({
      peer_id: context.peerId, title: 'witness.pdf', source: source('witness.pdf', 'application/pdf'),
    }),
  ]);
  const keyboard = Keyboard.builder().inline()
    .callbackButton({ label: 'Да', payload: { t: 'yes' } })
    .urlButton({ label: 'Сайт', url: 'https://example.org' });
  const sent = await context.send(`Слышу: ${context.text}`, { attachment: files, keyboard });
  tell({ sent: sent.conversationMessageId });
});

vk.updates.on('message_event', async (context) => {
  tell({ pressed: context.eventPayload, under: context.conversationMessageId });
  await context.answer({ type: 'show_snackbar', text: 'Готово' });
  await vk.api.messages.edit({
    peer_id: context.peerId, cmid: context.conversationMessageId, message: 'Спасибо',
  });
  tell({ answered: true });
});

vk.updates.on('message_edit', (context) => tell({ edited: context.text }));
vk.updates.on('message_deny', async (context) => {
  const send = { peer_id: context.userId, random_id: getRandomId(), message: 'Вы тут?' };
  try {
    await vk.api.messages.send(send);
  } catch (error) {
    tell({ denied: context.userId, refused: error.code });
  }
  const code = `return [API.messages.send(${JSON.stringify(send)}), API.groups.getTokenPermissions()];`;
  const { response, errors } = await vk.api.execute({ code });
  tell({ executed: response[0], mask: response[1].mask, errors: errors.map((e) => e.code) });
});

await vk.updates.startPolling();
tell({ ready: true });
