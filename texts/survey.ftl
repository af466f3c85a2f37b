### A survey as whoever is asked sees it: the invitation, the questions, the end, and every no.

## The invitation

survey-invitation =
    { $title }

    { $about }

    { $some ->
        [yes] { $count ->
            [one] До { $count } вопроса
           *[other] До { $count } вопросов
        }
       *[no] { $count ->
            [one] { $count } вопрос
            [few] { $count } вопроса
           *[many] { $count } вопросов
        }
    }, примерно { $minutes ->
        [one] { $minutes } минута
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    }. Ответить можно до { $until }.
    { $protected }
survey-elsewhere =
    { $title }

    { $about }

    Опрос проходит на другом сайте. Ответить можно до { $until }.
survey-anonymous = Опрос анонимный: ответы храним отдельно от имён и времени, и узнать по ним, кто что ответил, мы не можем; какие кнопки вы нажимаете, видит только сам мессенджер.
survey-not-anonymous = Опрос не анонимный: ответы храним без имени, но связать их с вашей перепиской технически можно; показываем только общие итоги.
button-survey-start = Начать
button-survey-open = Открыть опрос
button-survey-later = Не сейчас
button-survey-unsubscribe = Отписаться от рассылок
survey-later-reminded = Хорошо. Напомним об опросе один раз. Начать можно в любое время до { $until }, кнопка останется здесь.
survey-later = Хорошо. Начать можно в любое время до { $until }, кнопка останется здесь.

## A question

survey-place = Вопрос { $place } из { $count }
survey-place-block = Вопрос { $place } из { $count } · { $block }
survey-row = { $ask }

    { $row }
survey-ends = 1 — { $low }, 5 — { $high }
survey-low-end = 1 — { $low }
survey-high-end = 5 — { $high }
survey-nps-ends = 0 — { $low }, 10 — { $high }
survey-nps-low-end = 0 — { $low }
survey-nps-high-end = 10 — { $high }
survey-nps-halves = Сначала выберите половину шкалы от 0 до 10, потом число.
survey-many = Отметьте всё, что подходит, и нажмите «Готово».
survey-most = Отметьте не больше { $most } и нажмите «Готово».
survey-words = Напишите ответ одним сообщением. По манере письма человека иногда узнают, поэтому пишите коротко и не пишите имён. Пока ответы не отправлены, ваши слова нигде не записаны.
survey-words-before = Вы уже написали: «{ $text }». Можно оставить так или прислать новый текст.
survey-words-lost = Ваши слова не сохранились: до отправки мы храним их только в памяти, а она с тех пор обновилась. Напишите их ещё раз.
survey-option = { $place }. { $label }
button-survey-unsure = Затрудняюсь ответить
button-survey-back = Назад
button-survey-skip = Пропустить
button-survey-done = Готово
button-survey-keep = Оставить так
button-survey-low-half = От 0 до 5
button-survey-high-half = От 6 до 10

## The end

survey-finish = { $count ->
        [0] Вы не ответили ни на один вопрос.
        [one] Готово: { $count } ответ.
        [few] Готово: { $count } ответа.
       *[many] Готово: { $count } ответов.
    } Отправить? После отправки изменить ответы нельзя.
button-survey-send = Отправить
survey-thanks = Спасибо, ответы приняты! Итоги подведём после { $until }.
survey-words-noted = Записали ваши слова. Чтобы поправить, измените своё сообщение, пока ответы не отправлены.
survey-words-mended = Поправили ваши слова, читаем новый текст.

## What cannot be done, and what to do instead

survey-closed = Опрос «{ $title }» закончился, ответы больше не принимаем. Спасибо, что хотели помочь!
survey-called-off = Опрос «{ $title }» отменён, отвечать не нужно.
survey-not-open = Опрос «{ $title }» ещё не начался. Начало: { $opens }.
survey-spent = Вы уже ответили, спасибо! Второй раз нельзя, чтобы у каждого был один голос.
survey-strange = Эта кнопка не от того опроса, который идёт сейчас. Откройте последнее приглашение и нажмите «Начать» там.
survey-not-invited = Этот опрос для тех, кого на него пригласили. Если вам есть что сказать министерству, просто напишите сюда.
survey-left = Этот опрос для сотрудников министерства. Если вы работаете в министерстве, попросите руководителя прислать вам код приглашения.
survey-unknown = Такого опроса у нас нет. Проверьте ссылку или откройте её заново на странице министерства.
survey-not-by-link = На опрос «{ $title }» приглашаем лично, по ссылке ответить нельзя.
survey-words-wanted = Нужен ответ словами, без файлов: файлы из опроса мы нигде не храним. Если вы писали министерству о другом, откройте меню командой /menu и пришлите ещё раз.
survey-words-too-long = Слишком длинно: помещается { $longest } знаков. Сократите текст и пришлите снова.
survey-words-late = Ответы уже отправлены, изменить их нельзя: мы не знаем, какие из них ваши.
survey-sorry = Что-то сломалось у нас, ваш ответ не записан. Нажмите кнопку ещё раз чуть позже. Если не поможет, позвоните: { $contacts }
