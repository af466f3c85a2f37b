### Deadlines: why each is due when it is, and what is done about one that cannot be kept.

why-heading = Как посчитан срок по обращению { $number }
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
why-met-by = Срок выполнен, когда { $what ->
        [receipt] клиент получил подтверждение
        [part] соисполнитель прислал свою часть
        [extended] начальник продлил срок
        [redirected] обращение переадресовано и клиент об этом знает
        [told] клиент узнал, что текст не удалось понять
        [listed] клиент узнал, чего не хватает
        [kept] обещание выполнено
       *[reply] клиент получил ответ
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
       *[other] клиента
    }
why-pause-open = С { $since } время не идёт: ждём ответа { $whose ->
        [own] от вас
       *[other] клиента
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
why-unknown = Срок по обращению { $number } пока не рассчитан: на этот год ещё нет производственного календаря. Рассчитаем, как только он появится.
why-closed = Срок по обращению { $number } больше не идёт: оно закрыто.
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
