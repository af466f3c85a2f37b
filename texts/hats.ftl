### Two hats, letters upward, proposals, who looked at what, and the units below.

button-hat-client = Я как гражданин
button-hat-work = Вернуться к работе
button-over-hat-client = Перейти к моим обращениям
button-over-hat-work = Вернуться к работе
hat-is-client = Теперь вы пишете как гражданин. Ваш начальник этих обращений не увидит. Чтобы вернуться, нажмите «Вернуться к работе».
hat-is-work = Вы снова на работе.
hat-unfinished = Вы не закончили писать. Сначала отправьте или отмените начатое, а потом нажмите ещё раз.
press-at-work = Эта кнопка для работы, а сейчас вы пишете как гражданин.
press-as-client = Эта кнопка для личных обращений, а сейчас вы на работе.
button-answer-as-client = Ответить как гражданин ({ $number })
edit-unknown = Исправленный текст никуда не попал. Если он нужен, отправьте его новым сообщением.
