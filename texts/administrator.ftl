### The administrator's desk: what is set, and how the service itself is.

button-admin = Администратору
admin-desk = Что открыть? Здесь настройки и состояние сервиса. Писем людей на этих страницах нет.
button-admin-topics = Темы и слова
button-admin-days = Рабочие дни
button-admin-windows = Сроки
button-admin-channels = Каналы
button-admin-quarantine = Карантин
button-admin-failures = Не доставлено
button-admin-health = Состояние
admin-never = ещё не было

### Channels.

admin-channels-heading = Каналы
admin-channel =
    { $channel ->
        [telegram] Telegram
        [vk] ВКонтакте
       *[other] { $channel }
    }
    Гражданам: { $clients ->
        [dialogue] переписка
        [inform_only] только подсказка, куда писать
       *[off] молчит
    }. Сотрудникам: { $employees ->
        [dialogue] переписка
        [inform_only] только подсказка, куда писать
       *[off] молчит
    }.
    Последнее входящее: { $heard ->
        [none] ещё не было
       *[other] { $heard }
    }
    Последнее отправленное: { $sent ->
        [none] ещё не было
       *[other] { $sent }
    }
    Ждут отправки: { $waiting }{ $oldest ->
        [none] {""}
       *[other] , самое давнее — с { $oldest }
    }
    Отправляем повторно: { $retried }
    Неизвестно, дошло ли: { $unknown }
    Не доставлено за 7 дней: { $dead }

### The quarantine.

admin-quarantine-empty = В карантине пусто: всё, что пришло, удалось разобрать.
admin-quarantine-heading = { $total ->
        [one] В карантине { $total } событие
        [few] В карантине { $total } события
       *[many] В карантине { $total } событий
    }. Содержание не показываем: там могут быть личные данные.
admin-quarantine-line = { $day }, { $channel ->
        [telegram] Telegram
        [vk] ВКонтакте
       *[other] { $channel }
    }, { $reason }: { $total }
button-admin-replay = Обработать снова
admin-replay-asked = Пробуем ещё раз. Скоро напишем, что получилось.
admin-replayed = Карантин обработан снова. Получилось: { $played }. { $left ->
        [0] Больше в карантине ничего нет.
       *[other] Осталось: { $left }. Программа их пока не понимает: обновите её и попробуйте снова.
    }

### What did not get through.

admin-failures-none = Всё доставлено: недошедших сообщений нет.
admin-failures = { $total ->
        [one] Не дошло { $total } сообщение
        [few] Не дошло { $total } сообщения
       *[many] Не дошло { $total } сообщений
    }, новые сверху. Откройте любое: там написана причина.
button-admin-failure = { $stamp } { $channel ->
        [telegram] Telegram
        [vk] ВКонтакте
       *[other] { $channel }
    }{ $number ->
        [none] {""}
       *[other] {" "}{ $number }
    }
admin-failure =
    { $kind ->
        [reply] Ответ на обращение
        [word] Сообщение по обращению
        [receipt] Подтверждение получения
        [status] Сообщение о ходе работы
        [notice] Уведомление сотруднику
       *[answer] Ответ в диалоге
    }{ $number ->
        [none] {""}
       *[other] {" "}{ $number }
    }
    Канал: { $channel ->
        [telegram] Telegram
        [vk] ВКонтакте
       *[other] { $channel }
    }
    { $state ->
        [unknown] Неизвестно, дошло ли
       *[dead] Не доставлено
    }, { $stamp }. Попыток: { $tries }.
    Почему: { $trouble }.

    { $hint }
admin-trouble = { $trouble ->
        [unreachable] человек закрыл нам переписку
        [refused] мессенджер отказался его принять
        [no-door] канал выключен
        [file] не удалось получить файл
       *[other] мессенджер не ответил или ответил ошибкой
    }
admin-failure-hint = { $hint ->
        [reply] Ответ вернулся к исполнителю, он уже знает. Отправлять его отсюда не нужно.
        [unknown] Сервис пробует ещё сам. Если отправлять уже незачем, нажмите «Не отправлять».
        [unreachable] Отправить его нельзя, пока человек сам не напишет.
       *[other] Если причина устранена, отправьте ещё раз.
    }
button-admin-again = Отправить ещё раз
button-admin-drop = Не отправлять
admin-failure-again = Отправляем ещё раз.
admin-failure-dropped = Хорошо, отправлять не будем.
admin-failure-gone = С этим сообщением уже всё решено. Откройте список заново.
admin-failure-not-again = Это сообщение отсюда не отправить: откройте его, там написано почему.

### How the service is.

admin-health-well = Всё в порядке.
admin-health-todo = Нужно внимание:
admin-health =
    База данных: { $database }, { $size } МБ. Версия программы: { $version }.
    Самое давнее неотправленное: { $oldest }
    { $lag ->
        [none] Сообщения принимаем сразу.
       *[other] Последнее сообщение шло к нам { $lag }.
    }
    Файлы: ждём { $wanted }, потеряно { $lost }
    Просроченные напоминания о сроках: { $unsaid }
    Календарь известен до конца { $calendar } года
    Сотрудники: вошли { $joined } из { $people }
    Шаблоны и статьи, которые пора пересмотреть: { $review }

    Когда в последний раз
    { $clock }
admin-job-alerts = проверили сроки
admin-job-gather = собрали уведомления
admin-job-watch = проверили подтверждения
admin-job-reckon = сверили календарь
admin-job-learn = учли исправления тем
admin-job-forget = убрали старое
admin-todo-clock = Часы отстали: «{ $job }». Перезапустите сервис и посмотрите журнал.
admin-todo-unsent = Есть неотправленное с { $oldest }. Откройте «Каналы»: возможно, канал недоступен.
admin-todo-lag = Последнее сообщение шло к нам { $lag }. Проверьте связь с мессенджером.
admin-todo-quarantine = В карантине событий: { $total }. Откройте «Карантин».
admin-todo-failed = Недошедших сообщений: { $total }. Откройте «Не доставлено».
admin-todo-unsaid = Напоминаний, которые пора было отправить: { $total }. Перезапустите сервис и посмотрите журнал.
admin-todo-calendar = Нет производственного календаря на { $years }. Обновите программу: без него сроки не посчитать.
admin-todo-review = Пора пересмотреть: шаблоны — { $templates }, статьи — { $articles }.
admin-recounted = { $total ->
        [0] Идущие сроки пересчитаны: ни один не сдвинулся.
        [one] Идущие сроки пересчитаны: сдвинулся { $total }. В истории обращения это записано.
       *[other] Идущие сроки пересчитаны: сдвинулось { $total }. В истории обращений это записано.
    }

### What is typed, looked at and saved.

button-admin-save = Сохранить
admin-changed-meanwhile = Пока вы смотрели, настройки изменил кто-то ещё. Откройте страницу заново и проверьте.
admin-moves = { $total ->
        [0] Идущие сроки не сдвинутся.
        [one] Сдвинется { $total } идущий срок.
        [few] Сдвинутся { $total } идущих срока.
       *[many] Сдвинутся { $total } идущих сроков.
    }
admin-moves-farthest = Дальше всех — по обращению { $number }: было до { $since }, станет до { $to }.
admin-moves-some = Сроков больше: посмотрели первые { $total }.

### Topics.

admin-topics = { $total ->
        [one] { $total } тема
        [few] { $total } темы
       *[many] { $total } тем
    } в том порядке, в котором их видят люди. Откройте нужную или добавьте новую.
admin-topic =
    { $title }
    Подразделение: { $unit }
    Слова: { $listed ->
        [none] нет, тему выбирают сами
       *[other] { $listed }
    }
button-topic-new = Новая тема
button-topic-title = Название
button-topic-unit = Подразделение
button-topic-words = Слова
button-topic-out = Убрать тему
button-topic-wordless = Без слов
admin-topic-ask-title = Напишите название темы: до 40 знаков, это текст кнопки.
admin-topic-ask-unit = Какое подразделение отвечает на эту тему?
admin-topic-ask-words = Напишите слова через запятую. Форма не важна: «ветеран» узнаем и в «ветеранам». Лучше мало верных слов, чем много общих. Новый список заменит прежний.
admin-topic-press = Выберите кнопку под сообщением.
admin-topic-untitled = Напишите название словами.
admin-topic-title-long = Название должно поместиться на кнопку: до { $longest } знаков, а здесь { $length }. Сократите, пожалуйста.
admin-topic-title-taken = Тема «{ $title }» уже есть. Назовите иначе.
admin-topic-wordless = Напишите хотя бы одно слово.
admin-topic-words-many = Слов слишком много: оставьте до { $most }, самые верные.
admin-topic-word-long = «{ $word }» слишком длинно: слово или выражение — до { $longest } знаков.
admin-topic-last = Это последняя тема, без тем не обойтись. Сначала добавьте другую.
admin-topic-default = { $unit } принимает то, что не подошло ни к одной теме, поэтому одна тема у этого подразделения нужна. Сначала дайте ему другую.
admin-topic-goes = Тема «{ $title }» исчезнет из кнопок. У прежних обращений название останется.
admin-topic-becomes = Так тема будет выглядеть:
admin-topic-unheard = Эти слова ничего не найдут, они слишком короткие или служебные: { $listed }.
admin-topic-saved = Сохранили. Тема действует со следующего сообщения.
admin-played = Что изменилось бы за месяц: посмотрели { $looked_at } из { $total }.
admin-played-one = { $number } ({ $topic ->
        [none] без темы
       *[other] { $topic }
    })
admin-played-came = Попало бы сюда: { $total }{ $named ->
        [none] {""}
       *[other] . Откуда: { $named }
    }
admin-played-left = Ушло бы отсюда: { $total }{ $named ->
        [none] {""}
       *[other] . Куда: { $named }
    }
admin-played-offered = Появилось бы среди кнопок: { $total }

### Days.

admin-days = Дни по приказу министерства, остальные — по производственному календарю:
admin-days-none = Впереди дней по приказу министерства нет: работаем по производственному календарю.
admin-day-line = { $day }: { $is_ ->
        [off] выходной
        [working] рабочий
       *[short] сокращённый на час
    }
button-admin-day-set = Изменить день
admin-day-ask = Напишите день или несколько подряд: 31.12 или 29.12–31.12.
admin-day-unclear = Не получилось понять день. Напишите так: 31.12.2026 или 29.12–31.12.
admin-day-past = Это слишком давно. Изменить можно дни начиная с такого: { $first }.
admin-day-many = Слишком много дней сразу: до { $most }. Разделите на части.
admin-day-unknown-year = На { $year } год производственного календаря ещё нет. Напишите день в известном году.
admin-day-stretch = { $first } — { $last }
admin-day-what = { $days }. Сейчас по приказу министерства: { $is_ ->
        [off] выходной
        [working] рабочий
        [short] сокращённый на час
       *[usual] как в календаре
    }. Как сделать?
button-admin-day-off = Выходной
button-admin-day-working = Рабочий
button-admin-day-short = Сокращённый на час
button-admin-day-usual = Как в календаре
admin-day-same = { $days }: уже так и есть. Выберите другое или напишите другой день.
admin-day-preview = { $days }: { $is_ ->
        [off] выходной
        [working] рабочий
        [short] сокращённый на час
       *[usual] как в календаре
    }. { $moving }
admin-day-saved = Сохранили. Идущие сроки сдвинутся сами за несколько минут, и в истории обращений это будет записано.

### Windows.

admin-windows = Сроки министерства. Откройте нужный, чтобы изменить.
admin-window-process = Запрос: { $title }
admin-length = { $span ->
        [working-hours] { $amount ->
            [one] { $amount } рабочий час
            [few] { $amount } рабочих часа
           *[many] { $amount } рабочих часов
        }
        [working-days] { $amount ->
            [one] { $amount } рабочий день
            [few] { $amount } рабочих дня
           *[many] { $amount } рабочих дней
        }
        [calendar-hours] { $amount ->
            [one] { $amount } час подряд
            [few] { $amount } часа подряд
           *[many] { $amount } часов подряд
        }
        [end-of-day] до конца рабочего дня
        [promised] до обещанного времени
        [days-before] { $amount ->
            [one] за { $amount } день до срока ответа
            [few] за { $amount } дня до срока ответа
           *[many] за { $amount } дней до срока ответа
        }
       *[calendar-days] { $amount ->
            [one] { $amount } календарный день
            [few] { $amount } календарных дня
           *[many] { $amount } календарных дней
        }
    }
admin-hears-officer = исполнитель
admin-hears-head = начальник
admin-hears-controller = контролёр
admin-window-rule =
    { $title }
    Срок: { $within } (по приказу: { $default })
    Напоминания, до конца остаётся: { $alerts ->
        [none] не напоминаем
       *[other] { $alerts }
    }
    О просрочке узнает: { $hear ->
        [none] никто
       *[other] { $hear }
    }
    Пока ждём ответа клиента, время { $pause ->
        [yes] стоит
       *[no] идёт
    }
button-window-within = Срок
button-window-alerts = Напоминания
button-window-hear-officer = { $on ->
        [yes] Исполнитель: да
       *[no] Исполнитель: нет
    }
button-window-hear-head = { $on ->
        [yes] Начальник: да
       *[no] Начальник: нет
    }
button-window-hear-controller = { $on ->
        [yes] Контролёр: да
       *[no] Контролёр: нет
    }
button-window-stop = { $on ->
        [yes] Пауза: да
       *[no] Пауза: нет
    }
button-window-usual = Как в файле
admin-window-ask-within = Напишите срок: «8 рабочих часов», «3 рабочих дня», «30 календарных дней», «24 часа подряд» или «до конца дня».
admin-window-ask-alerts = Напишите, за сколько рабочего времени до конца напоминать: «за 4 часа, за 2 часа, за 30 минут». Если напоминать не нужно, напишите «нет».
admin-window-press = Выберите кнопку под сообщением.
typed-length = Не получилось понять срок. Напишите так: «8 рабочих часов», «3 рабочих дня», «30 календарных дней» или «до конца дня».
typed-length-vague = Какие { $amount }: рабочие или календарные? Напишите, например, «{ $amount } рабочих часов» или «{ $amount } календарных дней».
typed-alerts = Не получилось понять. Напишите часы и минуты через запятую: «за 4 часа, за 30 минут».
typed-alerts-many = Напоминаний слишком много: оставьте до { $most }.
admin-window-alert-long = Так напоминание пришло бы раньше, чем начнётся срок. Напишите меньше.
admin-window-unfit = Для этого срока так нельзя. Напишите рабочие или календарные часы либо дни.
admin-window-same = Так уже и есть. Напишите или выберите другое.
admin-window-preview = Так станет:
admin-window-longer = Внимание: это дольше, чем велит приказ.
admin-window-new-only = Новый срок получат новые обращения. Если пересчитать и идущие: { $moving }
admin-window-saved = Сохранили. Новый срок — для новых обращений; идущие можно пересчитать на странице «Сроки».
button-admin-recount = Пересчитать
button-admin-recount-go = Пересчитать идущие
admin-recount = Пересчитать идущие сроки по нынешним правилам и календарю? { $moving }
admin-recount-asked = Пересчитываем. Скоро напишем, сколько сроков сдвинулось.
