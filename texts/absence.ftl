### Leave and deputies: who is away, who acts for them, and how the two of them hear of it.

button-absence = Отпуск и замещение
button-away-of = Отпуск и замещение
button-away-new-own = Я в отпуске
button-away-new-other = Записать отпуск
button-away-until = Изменить отпуск с { $day }
button-away-cancel = Отменить
button-away-back-own = Я уже на работе
button-away-back-other = Уже на работе
button-deputy = Кто замещает
button-deputy-none = Никто
button-person = К сотруднику
button-today = Сегодня
button-tomorrow = Завтра
button-standing-in = Кого я замещаю
button-do-take = Взять себе
button-give-away = Всё равно передать
button-part-away = Всё равно спросить

away-page = { $whose ->
        [own] Ваш отпуск и замещение
       *[other] { $who }: отпуск и замещение
    }
    { $days ->
        [none] Отпусков не записано.
       *[other] { $days }
    }
    { $deputy ->
        [none] Заместитель не назван. { $whose ->
            [own] Пока вас нет, ваши дела ведёт начальник.
           *[other] Во время отпуска дела ведёт начальник.
        }
       *[other] Замещает: { $deputy }
    }
away-days = С { $since } по { $until }
away-acts = Замещает: { $names }
away-falls = { $who } на это время получит и то, чего обычно не делает: { $duties }.
away-nobody = Заместить на эти дни некому: дела будут ждать. Выберите другого заместителя.
away-nobody-sometimes = На часть этих дней заместить некому: дела будут ждать. Выберите другого заместителя.
duty-officer = ответы на обращения
duty-head = решения начальника
duty-controller = контроль
duty-signatory = согласование ответов
duty-administrator = управление приложением

away-ask-since = { $whose ->
        [own] С какого дня вас не будет?
       *[other] { $who }: с какого дня отпуск?
    } Нажмите кнопку или напишите дату так: 15.12.2026.
away-ask-until = { $whose ->
        [own] По какой день вас не будет?
       *[other] { $who }: по какой день отпуск?
    } Напишите последний день так: 28.12.2026.
away-ask-deputy = { $whose ->
        [own] Кто заместит вас, пока вас нет?
       *[other] { $who }: кто заместит во время отпуска?
    } Выберите или напишите фамилию.
away-not-yours-to-set = У этого сотрудника есть права, которых нет у вас. Его отпуск запишет администратор или он сам.
away-since-wrong = Записать можно от сегодняшнего дня и не дальше чем на год вперёд. Напишите другую дату.
away-until-wrong = Последний день отпуска — не раньше { $since } и не позже чем через год. Напишите другую дату.
deputy-yourself = Назначить себя самого замещать коллегу, у которого прав больше, чем у вас, нельзя. Выберите другого сотрудника или попросите сделать это самого коллегу или другого администратора.
deputy-cannot = Этот сотрудник не сможет вести такие дела. Выберите другого.
deputy-not-found = Не нашли, кто мог бы заместить, с такой фамилией. Напишите её ещё раз или выберите кнопкой.
deputy-many = Таких сотрудников несколько. Напишите фамилию, имя и отчество полностью.
deputy-set = { $deputy ->
        [none] Записали. { $whose ->
            [own] Пока вас нет, ваши дела будет вести начальник.
           *[other] { $who }: во время отпуска дела будет вести начальник.
        }
       *[other] Записали. { $whose ->
            [own] Вас замещает { $deputy }
           *[other] { $who }: замещает { $deputy }
        }
    }
away-set = { $whose ->
        [own] Записали: вас не будет с { $since } по { $until }.
       *[other] Записали: { $who } в отпуске с { $since } по { $until }.
    }
    { $acts }
    Обращения, согласования и напоминания за эти дни увидит тот, кто замещает.
away-set-for-you = Вам записали отпуск с { $since } по { $until } ({ $by }). Если это ошибка, нажмите «Отпуск и замещение».
away-ended = { $begun ->
        [yes] { $whose ->
            [own] С возвращением! Ваши обращения снова у вас.
           *[other] { $who } снова на работе: обращения вернулись.
        }
       *[no] Отменили. { $whose ->
            [own] Отпуска в эти дни у вас нет.
           *[other] { $who } в эти дни на работе.
        }
    }

who-away = { $who } (нет на месте, замещает { $acts })
who-on-leave = { $who } (в отпуске)
for-whom = { $who ->
        [none] за коллегу ({ $name })
       *[other] за { $who }
    }
for-whom-now = Вы сейчас { $for_whom }
sign-own = Ответ на обращение { $number } написали вы, согласует его другой сотрудник. Нажмите «Отозвать ответ» и отправьте ответ ещё раз: мы выберем, кому.

colleague-away = { $who } в отпуске{ $until ->
        [none] {""}
       *[other] {" "}по { $until }
    }. { $acts ->
        [none] Замещать некому: обращение будет ждать.
       *[other] Замещает { $acts } — обращение всё равно увидит тот, кто замещает. Можно передать сразу ему.
    }
coexecutor-away = { $who } в отпуске{ $until ->
        [none] {""}
       *[other] {" "}по { $until }
    }. { $acts ->
        [none] Замещать некому: вопрос будет ждать.
       *[other] Замещает { $acts } — вопрос всё равно увидит тот, кто замещает. Можно спросить сразу его.
    }

standing-in-none = Сейчас вы никого не замещаете.
standing-in =
    Сейчас вы замещаете:
    { $who }

    Их обращения — в «Моей очереди». Очереди их отделов:
standing-in-line = • { $who }, { $unit } — по { $until }
standing-in-begins = Вы сейчас { $for_whom } — по { $until } обращения, согласования и напоминания приходят вам.{ $duties ->
        [none] {""}
       *[other] {" "}И то, чего вы обычно не делаете: { $duties }.
    }
back-heading = С возвращением, { $name }! Вот что было, пока вас не было. { $days }
back-came = Пришло вам за это время: { $count }
back-deeds = { $who }: { $what }
back-no-deeds = За вас ничего делать не понадобилось.
still-officers = Обращений в работе: { $count }
still-signatories = Ждут согласования: { $count }
still-controls = На контроле: { $count }
still-nothing = Открытых дел нет.
deed = { $what ->
        [taken] обращений взято — { $count }
        [reply_sent] ответов отправлено — { $count }
        [sent_to_sign] ответов на согласование — { $count }
        [to_dispatch] ответов подготовлено — { $count }
        [marked_sent] писем отправлено — { $count }
        [signed] ответов согласовано — { $count }
        [returned] ответов возвращено — { $count }
        [handed_over] обращений передано коллегам — { $count }
        [given_back] обращений возвращено на разбор — { $count }
        [routed] обращений направлено в другие отделы — { $count }
        [redirected] обращений переадресовано — { $count }
        [left] обращений закрыто без ответа по существу — { $count }
        [asked_client] уточняющих вопросов — { $count }
        [informed] сообщений о ходе дела — { $count }
        [promised] обещаний — { $count }
        [part_asked] вопросов соисполнителям — { $count }
        [part_given] частей ответа дано — { $count }
        [part_declined] частей ответа отклонено — { $count }
        [extended] сроков продлено — { $count }
        [extension_refused] продлений отклонено — { $count }
        [controlled] обращений под контролем — { $count }
        [control_ended] снято с контроля — { $count }
       *[returned_from_control] возвращено в работу с контроля — { $count }
    }

status-told-handed =
    Вашим { THING($number, "ins") } { $number } теперь занимается { $who }, { $unit }. Вам ничего делать не нужно.
    { $promise }
status-told-waits =
    { THING($number, "Nom") } { $number } передаём другому сотруднику. Отвечает по-прежнему { $unit }, вам ничего делать не нужно.
    { $promise }
status-told-sorting =
    Уточняем, какой отдел ответит на { KIND($number) ->
        [appeal] ваше обращение
       *[request] { THING($number, "nom") }
    } { $number }. Вам ничего делать не нужно.
    { $promise }
