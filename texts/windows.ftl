### Deadlines: why each is due when it is, and what is done about one that cannot be kept.

why-heading = Как посчитан срок по { THING($number, "dat") } { $number }
why-rule = { $rule }: { $span ->
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
            [one] { $amount } час
            [few] { $amount } часа
           *[many] { $amount } часов
        }
        [end-of-day] до конца рабочего дня
        [promised] до обещанного времени
        [days-before] { $amount ->
            [one] { $amount } день до срока ответа
            [few] { $amount } дня до срока ответа
           *[many] { $amount } дней до срока ответа
        }
       *[calendar-days] { $amount ->
            [one] { $amount } день
            [few] { $amount } дня
           *[many] { $amount } дней
        }
    } (основание: { $clause })
clause = приказ № { $order }, пункт { $point }
why-process = { $process ->
        [none] Такой срок был записан в реестре процессов министерства
       *[other] Срок запроса «{ $process }» записан в реестре процессов министерства
    }
why-met-by = Срок выполнен, когда { $what ->
        [receipt] клиент получил подтверждение
        [part] соисполнитель прислал свою часть
        [extended] срок ответа продлён
        [redirected] обращение переадресовано и клиент об этом знает
        [told] клиент узнал, что текст не удалось понять
        [listed] клиент узнал, чего не хватает
        [kept] обещание выполнено
       *[reply] ответ доставлен
    }
why-start = { $event ->
        [received] Сообщение получено
        [registered] Обращение зарегистрировано
        [asked] Соисполнителя попросили
        [found] Неполные документы выявлены
        [promised] Обещание дано
       *[other] Отсчёт начался
    } { $at }
why-calendar-days = Дни считаем подряд, с выходными, начиная со следующего: последний — { $day }{ $off ->
        [yes] . Это нерабочий день, но закон срок не переносит
       *[no] {""}
    }
why-calendar-hours = Часы считаем подряд, вместе с ночью и выходными
why-working-day = { $day }: рабочий день { $number } из { $amount }
why-end-of-day = Рабочий день заканчивается в { $at }
why-days-before = Ответить нужно к { $due }. { $amount ->
        [one] За { $amount } день
        [few] За { $amount } дня
       *[many] За { $amount } дней
    } до этого — { $day }{ $off ->
        [yes] , нерабочий день, поэтому раньше
       *[no] {""}
    }
why-pause = С { $since } до { $until } время не шло: ждали ответа { $whose ->
        [own] от вас
       *[other] на вопрос
    }
why-pause-open = С { $since } время не идёт: ждём ответа { $whose ->
        [own] от вас
       *[other] на вопрос
    }
why-extended = Срок продлён { $at } до { $until }. Причина: { $reason }
why-moved = Срок пересчитан { $at }: был { $before }
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
why-due = Срок { $past ->
        [yes] истёк
       *[no] истекает
    } { $at }
why-due-paused = Если ответ придёт сейчас, срок истечёт { $at }
why-done = { $late ->
        [yes] Выполнено с опозданием
       *[no] Выполнено в срок
    }. Срок истекал { $at }
why-unknown = Срок по { THING($number, "dat") } { $number } пока не рассчитан: на этот год ещё нет производственного календаря. Рассчитаем, как только он появится.
why-closed = Срок по { THING($number, "dat") } { $number } больше не идёт: { AGREE($number, "оно закрыто", "он закрыт") }.
window-message-reply = Ответ на сообщение
window-coexecutor-part = Часть ответа соисполнителя
window-acknowledge = Подтверждение получения
window-official-reply = Ответ на официальное обращение
window-extension = Последний день, чтобы продлить срок
window-redirect = Переадресация
window-unintelligible = Сообщение о том, что текст не понять
window-incomplete = Сообщение о неполных документах
window-promise = Обещание клиенту
window-internal-written = Ответ на письменный запрос
window-internal-oral = Ответ на устный вопрос

### Incomplete documents.

ask-incomplete =
    Напишите, что клиенту прислать или исправить в обращении { $number }. Если пунктов несколько — каждый с новой строки.{ $until ->
        [none] {""}
       *[other] {" "}Сообщить клиенту нужно до { $until }.
    }
incomplete-wants-words = Напишите словами, чего не хватает. Файлы к списку тоже можно приложить.
incomplete-preview = Так клиент прочитает список к обращению { $number }. Чтобы исправить, пришлите другой текст.
incomplete-preview-elsewhere = Обращение { $number } пришло не через мессенджер. Отправьте клиенту этот список сами и нажмите «Отправить» — запишем, что клиент его получил.
incomplete-to-client =
    Здравствуйте! Чтобы ответить на ваше обращение { $number }, нам не хватает документов или сведений:

    { $list }

    Пришлите их, пожалуйста, сюда: они попадут к тому же сотруднику. Если удобнее, можно подать заявление заново.
incomplete-told = Клиент узнает, чего не хватает в обращении { $number }. Сообщим вам, когда он ответит.
incomplete-told-elsewhere = Записали: клиент знает, чего не хватает в обращении { $number }.
incomplete-withdrawn = Хорошо, с документами к обращению { $number } всё в порядке. Клиенту ничего не отправили.
incomplete-not-found = По обращению { $number } клиента ни о чём просить не нужно: откройте карточку заново.

### Extension of an official reply.

ask-extend-day = До какого дня продлить срок по обращению { $number }? Сейчас ответить нужно до { $due }, продлить можно не дальше { $last }. Напишите дату так: 15.12.2026.
ask-extend-reason = Почему по обращению { $number } не получится ответить в срок? Причину увидит тот, кто решает о продлении, и прочитает клиент.
ask-extend-words = Напишите клиенту, что по обращению { $number } уже сделано и что осталось.
extend-too-soon = Ответить и так нужно до { $due }. Напишите день позже.
extend-too-far = По закону срок продлевают не больше чем на 30 дней: не дальше { $last }. Напишите день раньше.
extend-no-more = Срок по обращению { $number } уже продлён на 30 дней, больше закон не позволяет. Ответить нужно до { $due }.
extend-reason-short = Напишите причину словами, хотя бы несколькими.
extend-wants-words = Напишите клиенту несколько слов: что сделано и что осталось.
extend-preview = Так клиент прочитает о продлении по обращению { $number }. Отправим, когда продление разрешат. Чтобы исправить, пришлите другой текст.
extend-too-late = Продлить срок по обращению { $number } уже нельзя: это можно было сделать не позже чем { $at }. Ответить нужно до { $due }.
extend-no-window = По обращению { $number } продлевать нечего: срок официального ответа не идёт.
extension-waits = О продлении по обращению { $number } вы уже попросили. Решения ещё нет.
extension-none = По обращению { $number } никто не просит продлить срок.
extension-nobody = Решить о продлении по обращению { $number } некому: начальнику отдела его не видно, а контролёра нет. Срок остаётся прежним: ответьте вовремя или передайте обращение в другой отдел.
extension-asked = Попросили продлить срок по обращению { $number }. Пока решения нет, срок прежний. Решает { $who }
extension-shown =
    { $who } просит продлить срок по обращению { $number } до { $day }. Клиент прочитает:

    { $text }
extension-granted = Срок по обращению { $number } продлён до { $day }. { $chat ->
        [none] Клиента в мессенджере нет: отправьте ему сообщение о продлении сами, текст в карточке.
       *[chat] Клиенту об этом написали.
    }
ask-extend-no = Почему срок по обращению { $number } не продлеваем? Это прочитает исполнитель.
extension-refused = Срок по обращению { $number } остался прежним. Исполнитель узнает почему.
extension-to-client =
    Здравствуйте! По вашему обращению { $number } нам нужно больше времени, ответим до { $day }.

    Почему: { $reason }

    Что сделано: { $text }
notice-extension_asked =
    Просят продлить срок по обращению { $number } до { $day } ({ $left })
    { $topic }. { $who }

    Причина: { $reason }
notice-extension_granted = Срок по обращению { $number } продлён до { $day }. { $chat ->
        [none] Клиента в мессенджере нет: отправьте ему сообщение о продлении сами, текст в карточке.
       *[chat] Клиенту об этом написали.
    }
notice-extension_refused =
    Срок по обращению { $number } не продлили ({ $left })

    { $reason }

button-do-incomplete = Не хватает документов
button-do-extend = Продлить срок
button-do-extension = Решить о продлении
button-complete = Всё в порядке
button-extend-yes = Продлить
button-extend-no = Отказать
