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
       *[other] Осталось: { $left }. Если после обновления программы они не уйдут, передайте разработчику ключи из команды «python -m bot replay».
    }

### What did not get through.

admin-failures-none = Всё доставлено: недошедших сообщений нет.
admin-failures = { $total ->
        [one] Не дошло { $total } сообщение
        [few] Не дошло { $total } сообщения
       *[many] Не дошло { $total } сообщений
    }, новые сверху. Откройте, чтобы узнать почему.
button-admin-failure = { $at } { $channel ->
        [telegram] TG
        [vk] ВК
       *[other] { $channel }
    } { $number ->
        [none] {""}
       *[other] { $number }{" "}
    }{ $state ->
        [unknown] не ясно
       *[dead] нет
    }
admin-failure =
    { $kind ->
        [reply] Ответ на обращение
        [word] Сообщение по обращению
        [receipt] Подтверждение получения
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
    }, { $at }. Попыток: { $tries }.
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
