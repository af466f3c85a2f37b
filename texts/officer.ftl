### What employees read: short, so that work is quick.

joined-as =
    Здравствуйте, { $name }! Теперь вы работаете здесь как { $post } ({ $unit }).
    Новые обращения и напоминания о сроках будут приходить в этот чат.
access-moved = Вы вошли с другого аккаунта, поэтому рабочий доступ с этого снят. Если это были не вы, сразу скажите администратору.
wrong-code = Код не подошёл. Он действует один раз и только 24 часа. Попросите у администратора новый.
too-many-codes = Слишком много неверных кодов. Подождите час и попросите у администратора новый.

employee-menu =
    { $name }, { $unit }.
    Что открыть?
employee-help =
    Как работать с обращениями.

    • О новых обращениях и сроках пишем сюда. «Взять» — обращение ваше, коллеги это увидят.
    • «Ответить» — напишите ответ обычным сообщением, можно с файлами. Покажем, как его увидит клиент; уйдёт он только после «Отправить».
    • «Передать» — коллеге из отдела. «Не наше» — обращение вернётся на распределение.
    • Сроки считаем в рабочих часах. Как именно — «Почему такой срок» в карточке.

    Чтобы вернуться к началу, напишите «Меню».
employee-aside = Это сообщение никому не отправлено. Чтобы ответить на обращение, откройте его в очереди и нажмите «Ответить». Если это ваше личное обращение в министерство, нажмите «Подать как гражданин».

queue-heading = { $title }: { $total ->
        [0] пусто
        [one] { $total } обращение
        [few] { $total } обращения
       *[many] { $total } обращений
    }
queue-line =
    { $place }. { $number } · { $left }
    { $topic } · { $who }
    { $text }
nobody-yet = ждёт исполнителя
left = осталось { $time }
left-overdue = просрочено на { $time }
left-unknown = срок не рассчитан
left-closed = закрыто

card-heading =
    { $number } · { $topic }
    { $unit }. Пришло { $came }, { $channel ->
        [telegram] Telegram
       *[vk] ВКонтакте
    }. Клиент: { $name }
    Срок: { $due } ({ $left })
    { $status }
card-status-waiting = Ждёт исполнителя
card-status-taken = Исполнитель: { $who }
card-status-sending = { $who }: ответ отправляется
card-status-answered = { $who }: ответ доставлен
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
entry-files = Вложения: { $names }
files-heading = Вложения к обращению { $number }
files-none = К обращению { $number } ничего не приложено.
file-wanted = «{ $name }» ещё загружается. Нажмите «Вложения» чуть позже.
file-lost = «{ $name }» получить не удалось. Клиенту об этом написали.
plain = { $text }

taken = Обращение { $number } ваше.
held-by = Обращение { $number } уже взял(а) { $who }.
held-by-other = Это обращение уже не у вас. Текст ответа не отправлен, он остался в чате выше.
not-any-more = С обращением { $number } это сделать уже нельзя: оно изменилось. Откройте карточку заново.
choose-colleague = Кому передать обращение { $number }?
no-colleagues = Передать некому: других исполнителей нет. { $unit } отвечает сам.
handed-over = Передали обращение { $number }: теперь его ведёт { $who }.
given-back = Обращение { $number } вернули на распределение: { $unit }.
already-sorting = Обращение { $number } уже на распределении. Нажмите «Направить» и выберите тему.
choose-route = Куда направить обращение { $number }? Выберите тему.
routed =
    Направили обращение { $number }: { $unit }.
    Тема: «{ $topic }». Запомним это для похожих сообщений.

ask-reply = Напишите ответ на обращение { $number } — одним или несколькими сообщениями, можно с файлами. Клиент увидит его только после «Отправить».
reply-preview = Так ответ на обращение { $number } увидит клиент{ $count ->
        [0] {""}
        [one] {" "}(и { $count } файл)
        [few] {" "}(и { $count } файла)
       *[many] {" "}(и { $count } файлов)
    }. Чтобы дополнить, пришлите ещё сообщение.
older-preview = Это старый вариант ответа. Отправить можно последний — он ниже.
reply-dropped = Ответ не отправлен. Обращение осталось у вас.
reply-on-its-way = Отправляем ответ на обращение { $number }. Сообщим, когда клиент его получит.
reply-delivered = Ответ на обращение { $number } доставлен клиенту. Обращение закрыто.
reply-not-delivered =
    Ответ на обращение { $number } не доставлен: { $why ->
        [unreachable] клиент закрыл сообщения от нас или удалил аккаунт
       *[other] мессенджер не принял сообщение
    }.
    Обращение осталось у вас, срок идёт. { $why ->
        [unreachable] Свяжитесь с клиентом другим способом, если он известен, или попробуйте ещё раз позже.
       *[other] Попробуйте сократить текст или отправить файлы по одному и нажмите «Ответить» ещё раз.
    }

notice-new =
    Новое обращение { $number } · { $topic }
    Срок: { $due } ({ $left })

    { $text }
notice-sorting =
    Разобрать: { $number }, тема не ясна
    Срок: { $due } ({ $left })

    { $text }
notice-added =
    Клиент дополнил обращение { $number } · { $left }

    { $text }
notice-edited =
    Клиент изменил сообщение в обращении { $number } · { $left }

    { $text }
notice-handed_over =
    Вам передали обращение { $number } · { $topic }
    Срок: { $due } ({ $left })

    { $text }
notice-alert =
    До срока по обращению { $number } — { $before }
    { $topic }. Ответить нужно { $due } ({ $left })

    { $text }
notice-breach =
    Срок по обращению { $number } истёк: { $left }
    { $topic }. { $unit }, { $who }

    { $text }
notice-no_calendar = Нет производственного календаря на { $year } год: срок по обращению { $number } не рассчитан. Обновите приложение или задайте дни в файле организации.
alarm-calendar = Нет производственного календаря на год: { $years }. Сроки, которые попадут на эти дни, приложение не рассчитает. Обновите его или попросите об этом тех, кто его сопровождает.
notice-files = Вложения: { $count }
summary-heading = Пока вас не беспокоили, накопилось:
summary-count = { $kind ->
        [new] Новых обращений
        [sorting] Ждут распределения
        [added] Дополнений от клиентов
        [edited] Изменённых сообщений
        [handed_over] Передали вам
        [alert] Скоро истекает срок
        [breach] Срок истёк
       *[other] Другое
    }: { $count }
summary-first = Ближайшие по сроку:
summary-line = { $number } · { $left } · { $topic }

why-heading = Как посчитан срок по обращению { $number }
why-rule = { $rule }: { $amount } { $span ->
        [working-hours] { $amount ->
            [one] рабочий час
            [few] рабочих часа
           *[many] рабочих часов
        }
        [working-days] { $amount ->
            [one] рабочий день
            [few] рабочих дня
           *[many] рабочих дней
        }
        [calendar-hours] { $amount ->
            [one] час
            [few] часа
           *[many] часов
        }
        [end-of-day] до конца рабочего дня
       *[calendar-days] { $amount ->
            [one] день
            [few] дня
           *[many] дней
        }
    } (основание: { $clause })
why-start = Начало: { $at }
why-day = { $day }: { $spans }{ $short ->
        [yes] , короткий день
       *[no] {""}
    } — { $counted }, остаётся { $left }
why-day-off = { $day }: { $kind ->
        [weekend] выходной
        [holiday] праздник
        [moved] перенесённый выходной
        [regional] выходной в регионе
        [own] выходной в министерстве
       *[work] рабочее время уже прошло
    }, не считается
why-due = Срок: { $at }
why-unknown = Срок по обращению { $number } не рассчитан: нет производственного календаря. Администратор об этом знает.
window-message-reply = Ответ на сообщение

button-queue-mine = Моя очередь
button-queue-unit = Очередь отдела
button-queue-sorting = Разобрать
button-queue-all = Все сроки
button-file-own = Подать как гражданин
button-refresh = Обновить
button-earlier = Назад
button-later = Дальше
button-open = Открыть
button-take = Взять
button-reply = Ответить
button-hand-over = Передать
button-give-back = Не наше
button-route = Направить
button-files = Вложения
button-more-people = Ещё
button-send = Отправить
button-rewrite = Написать заново
