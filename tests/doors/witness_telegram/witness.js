// A bot written with grammY, which shares no code with the product: it plays the scenario of
// test_telegram_witness.py against the stand-in until its input is closed.
// Arguments: polling|webhook, base URL, token. Says "ready" and, at the end, what it saw, as JSON.
const { createServer } = require("node:http");
const { Bot, InlineKeyboard, InputFile, InputMediaBuilder, webhookCallback } = require("grammy");

const [mode, root, token] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot: root } });
const seen = [];
const errors = [];
const KINDS = ["message", "edited_message", "callback_query", "my_chat_member"];

bot.use((ctx, next) => {
  seen.push(Object.keys(ctx.update).find((key) => key !== "update_id"));
  return next();
});
bot.on("my_chat_member", async (ctx) => {
  if (ctx.myChatMember.new_chat_member.status === "member") await ctx.reply("с возвращением");
});
bot.on("edited_message:text", (ctx) => ctx.reply(`исправлено: ${ctx.editedMessage.text}`));
bot.on("callback_query:data", async (ctx) => {
  await ctx.editMessageText(`нажато: ${ctx.callbackQuery.data}`);
  await ctx.answerCallbackQuery();
});
bot.on("message:photo", async (ctx) => {
  const file = await ctx.getFile();
  const answer = await fetch(`${root}/file/bot${token}/${file.file_path}`);
  const picture = Buffer.from(await answer.arrayBuffer());
  await ctx.reply(`фото: ${picture.length}`);
  await ctx.replyWithPhoto(new InputFile(picture, "ответ.jpg"));
});
bot.on("message:document", async (ctx) => {
  await ctx.reply("два файла");
  const files = [1, 2].map((n) => new InputFile(Buffer.from("pdf"), `${n}.pdf`));
  await ctx.replyWithMediaGroup(files.map((file) => InputMediaBuilder.document(file)));
});
bot.on("message:sticker", (ctx) => ctx.reply("не понимаю: sticker"));
bot.on("message:text", (ctx) => {
  const keyboard = new InlineKeyboard().text("Ещё", "more").url("Портал", "https://gosuslugi.ru");
  return ctx.reply(`эхо: ${ctx.message.text}`, { reply_markup: keyboard });
});
bot.catch((error) => errors.push(String(error.message)));

async function refused(call) {
  try {
    await call();
    return "accepted";
  } catch (error) {
    return `${error.error_code} ${error.description}`;
  }
}

async function main() {
  await bot.init();
  const refusals = [
    await refused(() => bot.api.sendMessage(999, "никому")),
    await refused(() => bot.api.sendMessage(7, "я".repeat(4097))),
    await refused(() => bot.api.answerCallbackQuery("1")),
    await refused(() => bot.api.getFile("nothing")),
  ];
  await bot.api.setMyCommands([{ command: "start", description: "Начать" }]);
  let server;
  if (mode === "webhook") {
    server = createServer(webhookCallback(bot, "http", { secretToken: "secret_1" }));
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${server.address().port}/`;
    await bot.api.setWebhook(url, { secret_token: "secret_1", allowed_updates: KINDS });
  } else {
    bot.start({ timeout: 2, allowed_updates: KINDS });
  }
  console.log("ready");
  await new Promise((done) => process.stdin.resume().on("end", done));
  const hook = await bot.api.getWebhookInfo();
  if (server) server.close();
  console.log(JSON.stringify({ me: bot.botInfo.username, seen, errors, refusals, hook }));
  process.exit(0);
}

main();
