### What employees read: short, so that work is quick.

employee-menu =
    { $name }, { $unit }. Вы на работе.
    Что открыть?
employee-help =
    Как работать с обращениями.

    • О новых обращениях и сроках пишем сюда. «Взять» — обращение ваше, коллеги это увидят.
    • «Ответить» — напишите ответ обычным сообщением, можно с файлами. Покажем, как его увидит клиент; уйдёт он только после «Отправить».
    • «Передать» — коллеге из отдела. «Не наше» — обращение вернётся на разбор.
    • «Ещё» в карточке — всё остальное: соисполнители, продление срока, другое ведомство, заметки.
    • Как посчитан срок, покажет «Почему такой срок» в карточке.
    • «Запросы коллегам» в меню — попросить о чём-то другой отдел: по готовой форме или своими словами. Ответы — в разделе «Мои запросы».
    • Свой вопрос в министерство можно задать здесь же: напишите его и нажмите «Подать как гражданин».

    Чтобы вернуться к началу, напишите «Меню».
employee-aside = Это сообщение никому не отправлено.{ $queue ->
        [yes] {" "}Чтобы ответить на обращение, откройте его в очереди и нажмите «Ответить».
       *[no] {""}
    } Если вам нужно что-то от коллег, нажмите «Спросить коллег». Если это ваше личное обращение в министерство, нажмите «Подать как гражданин».
odd-from-employee = Такое сообщение передать не можем. Напишите словами или приложите файл.

queue-heading = { $title }: { $total ->
        [0] пусто
        [one] { $total } обращение
        [few] { $total } обращения
       *[many] { $total } обращений
    }
queue-line =
    { $place }. { $number } · { $left }{ $executed ->
        [not_executed] , не исполнено
       *[other] {""}
    }{ $first ->
        [none] {""}
       *[other] {" "}· { $first }
    }
    { $topic } · { $who }
    { $text }
nobody-yet = ждёт исполнителя
left = осталось { $time }
left-overdue = просрочено на { $time }
left-unknown = срок не рассчитан
left-closed = закрыто
deadline = до { $until } ({ $left })
deadline-unknown = не рассчитан, нет календаря

card-heading =
    { $number } · { $topic }
    { $unit }. Пришло { $came }, { $channel ->
        [telegram] Telegram
        [vk] ВКонтакте
        [post] по почте
        [telephone] по телефону
        [email] по электронной почте
        [counter] на личном приёме
       *[hotline] по горячей линии
    }. Клиент: { $name }
    Срок: { $deadline }
    { $status }
card-status-waiting = Ждёт исполнителя
card-status-taken = Исполнитель: { $who }
card-status-sending = Исполнитель: { $who } · ответ отправляется
card-status-approval = Исполнитель: { $who } · ответ у подписанта
card-status-dispatch = Исполнитель: { $who } · ответ готов, его нужно отправить
card-status-control = Исполнитель: { $who } · ответ доставлен, ждёт снятия с контроля
card-status-redirected = Переадресовано
card-status-left = Закрыто без ответа по существу
card-status-answered = Исполнитель: { $who } · ответ доставлен
card-status-not_appeal = Клиент сказал, что это не обращение
no-name = имя не указано
client = Клиент
entry-heading = { $at } · { $who }{ $edited ->
        [yes] {" "}(изменено)
       *[no] {""}
    }{ $delivery ->
        [none] {""}
        [sent] {" "}— доставлено
        [dead] {" "}— не доставлено
       *[other] {" "}— отправляется
    }:
files-heading = Вложения к { THING($number, "dat") } { $number }
files-none = К { THING($number, "dat") } { $number } ничего не приложено.
file-wanted = «{ $name }» ещё загружается. Нажмите «Вложения» чуть позже.
file-lost = «{ $name }» получить не удалось, отправителю об этом написали.
plain = { $text }

taken = { THING($number, "Nom") } { $number } { AGREE($number, "ваше", "ваш") }.
held-by = { THING($number, "Nom") } { $number } у коллеги: { $who }{ $since ->
        [none] {""}
       *[other] {" "}(с { $since })
    }
held-by-other = { THING($number, "Nom") } { $number } уже не у вас. Ответ на него не отправлен, ваш текст остался в чате выше.
not-any-more = С { THING($number, "ins") } { $number } это сделать уже нельзя: { AGREE($number, "оно изменилось", "он изменился") }. Откройте карточку заново.
choose-colleague = Кому передать { THING($number, "nom") } { $number }?
no-colleagues = Передать { THING($number, "nom") } { $number } некому: других исполнителей в отделе нет.
handed-over = Передали { THING($number, "nom") } { $number }. Теперь исполнитель — { $who }
given-back = { THING($number, "Nom") } { $number } вернули на разбор: { $unit }.
already-sorting = { THING($number, "Nom") } { $number } уже на разборе. Нажмите «Направить» и выберите тему.
choose-route = Куда направить обращение { $number }? Выберите тему.
routed =
    Направили обращение { $number }: { $unit }.
    Тема: «{ $topic }». Запомним это для похожих сообщений.

ask-reply = Напишите ответ на { THING($number, "nom") } { $number } — одним или несколькими сообщениями, можно с файлами. { ASKER($number, "Nom") } увидит его только после «Отправить».
reply-preview = Так ответ на { THING($number, "nom") } { $number } увидит { ASKER($number, "nom") }{ $album ->
        [yes] {" "}(и файлы, которые вы приложили)
       *[no] { $count ->
            [0] {""}
            [one] {" "}(и { $count } файл)
            [few] {" "}(и { $count } файла)
           *[many] {" "}(и { $count } файлов)
        }
    }. Чтобы дополнить, пришлите ещё сообщение.
ask-outcome = Чем { AGREE($number, "закончилось", "закончился") } { THING($number, "nom") } { $number }? { ASKER($number, "Nom") } прочитает это в конце ответа, перед подписью.
ask-outcome-day = К какому дню решим вопрос по { THING($number, "dat") } { $number }? Напишите дату так: 15.12.2026. Этот срок увидит { ASKER($number, "nom") }, и мы о нём напомним.
day-not-understood = Не получилось разобрать дату. Напишите её так: 15.12.2026 или 15 декабря.
day-past = { $day } уже прошло. Напишите дату, которая ещё впереди.
promised-day-past = Обещанный в ответе день ({ $day }) уже прошёл, поэтому ответ не отправлен. Нужен новый срок: исполнитель меняет итог ответа, подписант возвращает ответ с замечанием.
day-too-far = До { $day } больше года. Напишите срок ближе или выберите другой итог.
day-off = { $day } — нерабочий день. Ближайший рабочий — { $better }.
asked-too-long = Слишком длинно: получится отправить не больше { $longest } знаков. Сократите и пришлите ещё раз.
asked-dropped = Хорошо, ничего не отправили. { THING($number, "Nom") } { $number } { AGREE($number, "осталось как было", "остался как был") }.
more-actions = Что сделать с { THING($number, "ins") } { $number }?
more-nothing = С { THING($number, "ins") } { $number } сейчас больше ничего сделать нельзя.
ask-reason = В тексте ответа на { THING($number, "nom") } { $number } есть ошибки, они названы выше. Исправьте их или напишите, почему ответ нужно отправить так. Причина останется в истории { THING($number, "gen") }.
reason-shown =
    Ответ на { THING($number, "nom") } { $number } ещё не отправлен. Вы написали:

    { $text }

    Если это причина, отправьте ответ с ней. Если исправленный ответ, замените им прежний текст.
reason-too-short = Напишите причину хотя бы несколькими словами или вернитесь к ответу.
older-preview = Это старый вариант ответа. Отправить можно последний — он ниже.
client-wrote-meanwhile =
    Ответ ещё не отправлен: пока вы его готовили, { ASKER($number, "nom") } дописал к { THING($number, "dat") } { $number }:

    { $text }

    Если ответ остаётся таким, отправьте его ещё раз.
draft-waiting = Вы начали ответ на { THING($number, "nom") } { $number }, он не отправлен. Откройте его или удалите. Всё, что вы напишете сейчас, войдёт в этот ответ.
draft-left = Начатый ответ не отправлен, ваш текст остался в чате выше.
reply-dropped = Ответ на { THING($number, "nom") } { $number } не отправлен. { THING($number, "Nom") } { AGREE($number, "осталось", "остался") } у вас.
reply-on-its-way = Отправляем ответ на { THING($number, "nom") } { $number }. Сообщим, когда { ASKER($number, "nom") } его получит.
reply-signed-before = Ответ на { THING($number, "nom") } { $number } уже согласован ({ $who }): текст тот же, ещё раз согласовывать не нужно.
reply-at-signatory = Ответ на { THING($number, "nom") } { $number } у подписанта. Сообщим, когда он решит.
reply-leaving = Ответ на { THING($number, "nom") } { $number } уже отправляется. Сообщим, когда { ASKER($number, "nom") } его получит.
reply-delivered = Ответ на { THING($number, "nom") } { $number } { $way ->
        [chat] доставлен { ASKER($number, "dat") }
       *[other] отправлен { ASKER($number, "dat") }
    }. { THING($number, "Nom") } { AGREE($number, "закрыто", "закрыт") }.
reply-delivered-controlled = Ответ на { THING($number, "nom") } { $number } { $way ->
        [chat] доставлен { ASKER($number, "dat") }
       *[other] отправлен { ASKER($number, "dat") }
    }. { THING($number, "Nom") } на контроле: снимает { $who }
word-not-delivered =
    { ASKER($number, "Nom") } не получил ваше сообщение по { THING($number, "dat") } { $number }: { $why ->
        [unreachable] закрыл сообщения от нас или удалил аккаунт
        [file] файл к нему получить не удалось
       *[other] мессенджер его не пропустил
    }.{ $promise ->
        [void] {" "}Об обещанном сроке он не знает, поэтому этот срок сняли; срок ответа прежний.
       *[none] {""}
    }

    { $text }
reply-delivered-more = Ответ на { THING($number, "nom") } { $number } { $way ->
        [chat] доставлен { ASKER($number, "dat") }
       *[other] отправлен { ASKER($number, "dat") }
    }. Пока он уходил, { ASKER($number, "nom") } написал ещё, поэтому { THING($number, "nom") } { AGREE($number, "осталось", "остался") } у вас.
reply-not-delivered =
    Ответ на { THING($number, "nom") } { $number } не доставлен: { $why ->
        [unreachable] { ASKER($number, "nom") } закрыл сообщения от нас или удалил аккаунт
       *[other] мессенджер не пропустил сообщение
    }.
    { THING($number, "Nom") } { AGREE($number, "осталось", "остался") } у вас, срок идёт. { $why ->
        [unreachable] Свяжитесь с { ASKER($number, "ins") } другим способом, если он известен, или попробуйте ещё раз позже.
       *[other] Попробуйте сократить текст или отправить файлы по одному.
    }
reply-file-lost =
    Ответ на { THING($number, "nom") } { $number } не отправлен. { $count ->
        [1] Не смогли получить ваш файл { $names }. Пришлите его ещё раз.
       *[other] Не смогли получить ваши файлы: { $names }. Пришлите их ещё раз.
    }
    { THING($number, "Nom") } { AGREE($number, "осталось", "остался") } у вас, срок идёт. Чтобы продолжить, нажмите «Вернуться к ответу».
own-file-lost = Не смогли получить ваш файл «{ $name }». Пришлите его ещё раз.
own-file-too-big = Не смогли получить ваш файл «{ $name }»: он больше { $megabytes } МБ. Пришлите его частями.

notice-new =
    { AGREE($number, "Новое", "Новый") } { THING($number, "nom") } { $number } · { $topic }
    Срок: { $deadline }

    { $text }
notice-sorting =
    Разобрать: { $number } · { $topic }
    Срок: { $deadline }

    { $text }
notice-added =
    { ASKER($number, "Nom") } дополнил { THING($number, "nom") } { $number } ({ $left })

    { $text }
notice-edited =
    { ASKER($number, "Nom") } изменил сообщение в { THING($number, "prep") } { $number } ({ $left })

    { $text }
notice-handed_over =
    Вам передали { THING($number, "nom") } { $number } · { $topic }
    Срок: { $deadline }

    { $text }
notice-moved_on =
    { THING($number, "Nom") } { $number } больше не у вас.
    { $unit }, { $who }
notice-unheard =
    { ASKER($number, "Nom") } не узнает, как идёт работа над { THING($number, "ins") } { $number }: сообщения до него не доходят. Скорее всего, он закрыл их или удалил аккаунт.
    Если знаете телефон, почту или адрес, свяжитесь так. Ответ подготовьте в срок: { $deadline }.
notice-alert =
    Скоро срок по { THING($number, "dat") } { $number } · { $topic }
    { $rule ->
        [none] Ответить нужно { $deadline }
        [extension] Если в срок не успеть, продлите его до { $until }. Позже продлить нельзя.
        [acknowledge] Подтверждение получения до { ASKER($number, "gen") } ещё не дошло. Отправить его нужно до { $until }.
       *[other] { $window }: до { $until }
    }

    { $text }
notice-breach =
    { $rule ->
        [none] Срок по { THING($number, "dat") } { $number } истёк ({ $left })
        [extension] Продлить срок по { THING($number, "dat") } { $number } уже нельзя. Ответить нужно { $deadline }
        [acknowledge] Подтверждение получения { THING($number, "gen") } { $number } не дошло до { ASKER($number, "gen") } за рабочий день. Свяжитесь с ним иначе, если можете.
       *[other] Срок по { THING($number, "dat") } { $number } истёк. { $window }: до { $until }
    }
    { $topic }. { $unit }, { $who }

    { $text }
notice-to_take_off =
    { ASKER($number, "Nom") } получил ответ по { THING($number, "dat") } { $number } · { $topic }
    { AGREE($number, "Оно", "Он") } у вас на контроле: проверьте и снимите или верните.

    { $text }
notice-no_calendar = Нет производственного календаря на { $year } год: срок по { THING($number, "dat") } { $number } не рассчитан. Обновите приложение или задайте дни в файле организации.
alarm-calendar = Нет производственного календаря на год: { $years }. Сроки, которые попадут на эти дни, приложение не рассчитает. Обновите его или попросите об этом тех, кто его сопровождает.
alarm-unheard = Уведомления ждут, но прочитать их некому ({ $who }). Пригласите исполнителей, чтобы обращения не остались без ответа.
notice-files = Вложения: { $count }
summary-heading = Накопилось за это время:
summary-count = { $kind ->
        [new] Новых обращений
        [sorting] Ждут разбора
        [added] Дополнений
        [answered_question] Ответов на ваши вопросы
        [edited] Изменённых сообщений
        [handed_over] Передали вам
        [letter_upward] Писем от сотрудников
        [moved_on] Больше не у вас
        [unheard] Не получают наших сообщений
        [alert] Скоро истекает срок
        [breach] Срок истёк
        [note] Заметок от коллег
        [made_official] Стали официальными
        [to_take_off] Пора снять с контроля
        [part_asked] Ждут вашу часть ответа
        [part_alert] Скоро срок вашей части
        [part_breach] Части ответа просрочены
        [part_given] Пришло частей ответа
        [part_declined] Отказов соисполнителей
        [part_withdrawn] Части больше не нужны
        [low_mark] Низких оценок
        [reopened] Вернулись нерешёнными
        [extension_asked] Просят продлить срок
        [extension_granted] Срок продлён
        [extension_refused] Срок не продлён
        [transfer_asked] Просят передать ещё раз
        [complaint] Жалоб на сотрудников
        [priority] Стали первоочередными
        [closed_over] Закрыто без вас
        [to_sign] Ждут согласования
        [returned] Вернули на доработку
        [controlled] Поставили на контроль
        [control_ended] Сняли с контроля
        [control_returned] Вернули с контроля
        [no_calendar] Нет календаря, срок не рассчитан
       *[other] Другое
    }: { $count }
summary-first = Ближайшие по сроку:
summary-line = { $number } · { $left }{ $first ->
        [none] {""}
       *[other] {" "}· { $first }
    } · { $topic }

button-queue-mine = Моя очередь
button-queue-unit = Очередь отдела
button-queue-sorting = Разобрать
button-queue-all = Все сроки
button-queue-approvals = На согласовании
button-queue-control = На контроле
button-more = Ещё
button-outcome-solved = Вопрос решён
button-outcome-will_be = Решение будет к дате
button-outcome-may_be = Решить можно, срока пока нет
button-outcome-cannot = Решить нельзя
button-other-outcome = Изменить итог
button-own = Мои личные обращения
button-file-own = Подать как гражданин
button-refresh = Обновить
button-earlier = Назад
button-later = Дальше
button-open = Открыть
button-take = Взять
button-reply = Ответить
button-again = Вернуться к ответу
button-hand-over = Передать
button-give-back = Не наше
button-route = Направить
button-files = Вложения
button-more-people = Ещё
button-show-draft = Открыть начатый ответ
button-drop-draft = Удалить начатый ответ
button-send = Отправить
button-send-anyway = Отправить всё равно
button-send-so = Отправить с этой причиной
button-new-text = Это новый текст ответа
button-rewrite = Написать заново
