### Approval of replies, their ways out, control: what signatories, officers and clients read.

reply-sent-to-sign =
    Ответ на обращение { $number } отправлен на согласование: { $who }
    Сообщим, когда его согласуют или вернут. Срок ответа клиенту идёт.
nobody-signs = Ответ на обращение { $number } некому согласовать: в отделе нет подписанта, кроме вас. Попросите администратора назначить его, ответ останется у вас.
sign-heading =
    Ответ на согласование: { $number } · { $topic }
    { $unit }, исполнитель { $who }
    Срок: { $deadline }
    Как уйдёт: { $way ->
        [email] по электронной почте
        [post] почтой
        [portal] через портал
       *[chat] в чат клиента, вместе с письмом на бланке
    }{ $to ->
        [none] {""}
       *[other] {", "}{ $to }
    }
    Итог: { $outcome ->
        [solved] вопрос решён
        [will_be] назван срок решения
        [may_be] решить можно, срока пока нет
       *[cannot] решить нельзя
    }
sign-questions = Вопросы обращения:
sign-question = { $place }. { $text } — { $answered ->
        [yes] ответ есть
       *[no] ответ не отмечен
    }
sign-reason = Исполнитель отправил ответ с ошибками, потому что: { $reason }
sign-done = Ответ на обращение { $number } согласован. { $way ->
        [chat] Отправляем его клиенту.
       *[other] Отправит его { $who }
    }
sign-over = Ответ на обращение { $number } уже не ждёт вашего согласования: его согласовали, вернули или отозвали.
older-reply = Это прежний вариант ответа на обращение { $number }. Откройте новый: «На согласовании» в меню.
ask-remark = Что исправить в ответе на обращение { $number }? Напишите замечание, его прочитает исполнитель: { $who }
remark-words-only = К замечанию можно приложить только слова. Напишите его текстом.
reply-returned = Ответ на обращение { $number } вернули с замечанием. Исполнитель: { $who }
ask-signed-text = Напишите текст ответа на обращение { $number } целиком, как он должен уйти. Приветствие, итог и подпись исполнителя добавим сами. Текст исполнителя сохраним.
signed-words-only = Здесь нужен только текст ответа. Файлы, которые приложил исполнитель, уйдут вместе с ним.
signed-preview = Так ответ на обращение { $number } увидит клиент. Чтобы изменить его ещё раз, пришлите новый текст.
reason-words = Напишите причину словами, хотя бы несколькими.
client-wrote-before-signing =
    Ответ ещё не отправлен: пока он ждал согласования, клиент дополнил обращение { $number }:

    { $text }

    Если ответ подходит и теперь, согласуйте его ещё раз.
reply-signed = Ответ на обращение { $number } согласован{ $changed ->
        [yes] {" "}с изменениями, они в карточке
       *[no] {""}
    }: { $who }
reply-remark =
    Ответ на обращение { $number } вернули. Замечание, { $who }:

    { $remark }
reply-called-back = Ответ на { THING($number, "nom") } { $number } отозвали, { ASKER($number, "nom") } его не получил. { THING($number, "Nom") } снова у вас.
reply-not-sent-yet = Ответ на { THING($number, "nom") } { $number } готов и ждёт отправки. Отправьте его и нажмите «Отправлено» или отзовите, чтобы изменить.
reply-under-control = { ASKER($number, "Nom") } уже получил ответ на { THING($number, "nom") } { $number }. { AGREE($number, "Оно", "Он") } на контроле, снимает или возвращает его { $who }

reply-to-send =
    Ответ на обращение { $number } готов, письмо на бланке — в этом сообщении. { $way ->
        [email] Отправьте его по электронной почте
        [post] Отправьте его почтой
       *[portal] Отправьте его через портал
    }{ $to ->
        [none] {""}
       *[other] : { $to }
    }

    Когда отправите, нажмите «Отправлено» и напишите исходящий номер и дату. До этого обращение открыто и срок идёт.
ask-outgoing = Какой исходящий номер у ответа на обращение { $number } и какого числа он отправлен? Напишите так: 123-45 от 15.12.2026. Если отправлен сегодня, дату можно не писать.
outgoing-not-understood = Не получилось найти исходящий номер. Напишите его с датой так: 123-45 от 15.12.2026.
outgoing-ahead = Эта дата ещё не наступила. Напишите день, когда письмо отправлено.
outgoing-too-early = В этот день ответа ещё не было. Проверьте дату отправки и напишите ещё раз.
outgoing-kept = Записали: ответ на обращение { $number }, исходящий { $outgoing } от { $day }.
number-no-reply = Ответ на обращение { $number } клиенту ещё не отправлен, поэтому исходящего номера у него нет.

letter-file = Ответ { $number }.docx
letter-here = Ответ на обращение { $number } на бланке.
letter-none = Ответа на обращение { $number } пока нет. Когда он будет готов, его можно получить на бланке.
my-letter-here = Ответ на обращение { $number } на бланке министерства.
my-letter-none = Ответа на обращение { $number } пока нет. Когда он придёт, его можно будет получить на бланке.

ask-control = Почему { THING($number, "nom") } { $number } нужно держать на контроле? Напишите, это увидит исполнитель.
control-words-only = Здесь нужны только слова. Напишите их текстом.
control-put = { THING($number, "Nom") } { $number } на контроле у вас. Ответ { ASKER($number, "dat") } его не закроет: снимете с контроля вы.
control-ended = { $closed ->
        [yes] { THING($number, "Nom") } { $number } { AGREE($number, "снято с контроля и закрыто", "снят с контроля и закрыт") }.
       *[no] { THING($number, "Nom") } { $number } { AGREE($number, "снято", "снят") } с контроля. Исполнитель работает дальше, ответ его закроет.
    }
controlled-already = { THING($number, "Nom") } { $number } уже на контроле у вас.
controlled-by = { THING($number, "Nom") } { $number } на контроле у другого сотрудника: { $who }
control-taken = { THING($number, "Nom") } { $number } уже на контроле у другого сотрудника: { $who }
not-controlled = { THING($number, "Nom") } { $number } не на контроле.
ask-control-return = Что ещё нужно сделать по { THING($number, "dat") } { $number }? Напишите, это прочитает исполнитель: { $who }
control-returned = { THING($number, "Nom") } { $number } вернули в работу. Исполнитель: { $who }

card-signatory = На согласовании: { $who }
card-control = На контроле: { $who }
card-not-executed = Срок прошёл, обращение не исполнено
reply-line = { $at } · ответ, { $who } — { $state ->
        [approval] на согласовании
        [returned] возвращён
        [sending] отправляется
        [dispatch] ждёт отправки
        [failed] не доставлен
       *[sent] отправлен
    }. Итог: { $outcome ->
        [solved] вопрос решён
        [will_be] назван срок решения
        [may_be] решить можно, срока пока нет
       *[cannot] решить нельзя
    }
reply-line-signed = Текст с изменениями, { $who }:
reply-line-remark = Замечание, { $who }: { $remark }
reply-line-number = Исходящий { $number } от { $day }

notice-to_sign =
    Ответ на согласование: { $number } · { $topic }
    Исполнитель { $who }, срок { $deadline }
    { $findings ->
        [0] Проверка текста: замечаний нет
       *[other] Проверка текста, замечаний: { $findings }
    }
notice-returned =
    Ответ на обращение { $number } вернули ({ $left })

    { $said }
notice-controlled =
    { THING($number, "Nom") } { $number } поставили на контроль: { $by }

    { $said }
notice-control_ended = { THING($number, "Nom") } { $number } сняли с контроля: { $by }
notice-control_returned =
    { THING($number, "Nom") } { $number } вернули с контроля ({ $left }): { $by }

    { $said }
notice-to-take-off-yet =
    { THING($number, "Nom") } { $number } на контроле у вас ({ $left }) · { $topic }
    { ASKER($number, "Nom") } получил ответ. Пока не { AGREE($number, "снято", "снят") } с контроля, { THING($number, "nom") } не { AGREE($number, "исполнено", "исполнен") }.

    { $text }

status-told-approval = Ответ на ваше обращение { $number } написан, его проверяет руководитель. Когда согласует, отправим.
status-told-dispatch = Ответ на ваше обращение { $number } готов. Отправим его { $way ->
        [email] по электронной почте
        [post] почтой
       *[portal] через портал
    }{ $to ->
        [none] {""}
       *[other] {", "}{ $to }
    }. Напишем, когда он уйдёт.
status-told-sent = Ответ на ваше обращение { $number } отправили { $way ->
        [email] по электронной почте
        [post] почтой
       *[portal] через портал
    } { $day }, исходящий номер { $outgoing }. Прочитать его можно и здесь: «Мои обращения».
status-told-returned = По { THING($number, "dat") } { $number } готовим дополнительный ответ: сотрудник ещё раз проверит ваш вопрос. Вам ничего делать не нужно.

button-sign-open = Открыть ответ
button-sign = Согласовать
button-sign-back = Вернуть
button-sign-change = Изменить и подписать
button-call-back = Отозвать ответ
button-take-up = Вернуться к ответу
button-sent = Отправлено
button-reply-number = Исходящий номер
button-my-letter = Ответ на бланке
button-take-off = Снять с контроля
button-return = Вернуть в работу
button-do-letter = Ответ на бланке
button-do-control = Поставить на контроль
button-do-take-off = Снять с контроля
button-do-return = Вернуть в работу
