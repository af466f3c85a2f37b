### What employees ask of each other: the register of processes, forms, receipts, replies.

button-ask-colleagues = Запросы коллегам
button-requests = Мои запросы
button-ask-words = Своими словами
button-ask-oral = Устный вопрос
button-ask-other = Другие запросы
button-ask-aside = Спросить коллег
button-request-open = Открыть запрос
button-letter-open = Открыть письмо
button-request-choose = Выбрать другое
button-request-withdraw = Отозвать запрос
button-form-mend = Исправить
button-form-drop-request = Не отправлять
button-form-done-request = Отправить запрос
button-form-done-request-words = Отправить запрос
button-form-done-request-oral = Спросить
button-to-other-unit = В другой отдел

ask-colleagues = Что вам нужно от коллег? Выберите раздел. Если не знаете, какой, напишите своими словами. Короткий вопрос, на который хватит пары слов, задайте устно: ответят до конца рабочего дня.
ask-process = { $title }. Что именно нужно?
process-group-it = Компьютеры и связь
process-group-facilities = Здание и хозяйство
process-group-accounting = Бухгалтерия
process-group-procurement = Закупки
process-group-supplies = Снабжение
process-group-personnel = Кадры
process-group-records = Делопроизводство
process-group-legal = Правовая экспертиза
process-group-reporting = Отчёты и сведения
process-group-other = Другое

request-field =
    { $process } · вопрос { $place } из { $total }
    { $ask }{ $hint ->
        [none] {""}
       *[other] {"\u000A"}{ $hint }
    }
field-hint-number = Напишите число, например, 12 или 1500,50.
field-hint-day = Напишите день, например, 15.12.2026 или «завтра».
field-hint-phone = Напишите телефон: внутренний, например, 12-34, или с кодом города.
field-hint-email = Напишите адрес почты, например, name@example.org.
field-hint-choice = Нажмите одну из кнопок.
field-empty = Здесь нужен ответ словами. Напишите его, пожалуйста.
field-number = Здесь нужно число: только цифры, например, 12 или 1500,50. Напишите его ещё раз.
field-day = Не получилось разобрать день. Напишите его так: 15.12.2026 или «завтра».
field-phone = Не похоже на телефон. Напишите внутренний номер, например, 12-34, или номер с кодом города.
field-choice = Такого ответа среди предложенных нет. Нажмите, пожалуйста, одну из кнопок.
field-too-long = Слишком длинно: сюда помещается { $longest } знаков. Сократите, пожалуйста: подробности можно добавить в конце.
form-files-kept = Файлы взяли, они уйдут вместе с запросом. Теперь ответьте, пожалуйста, на вопрос выше.
form-employee-need = Опишите, что вам нужно, одним или несколькими сообщениями. Можно приложить файлы.
form-employee-more = Если хотите, добавьте пояснение или файлы. Если добавить нечего, пропустите.
form-employee-unit = Кого спросить? Выберите отдел.
form-employee-question = Напишите вопрос. Можно приложить файлы.
form-employee-summary = Проверьте, всё ли верно. Коллеги получат это, когда вы нажмёте кнопку.
form-mend = Что исправить? Потом вернёмся к проверке.
request-waiting = Вы начали запрос коллегам, он ещё не отправлен. Продолжить или не отправлять?
request-dropped = Хорошо, ничего не отправили.

request-which = Что из этого ближе всего? Если ничего не подходит, нажмите «Другое»: запрос получит { $unit }, там найдут, кто поможет.
request-other = Другое
request-instead =
    «{ $process }» оформляют иначе:
    { $instead }

    Запрос мы не создали.
request-files = Файлы: { $count }
request-title-need = Описание
request-title-more = Пояснение и файлы
request-title-process = О чём запрос
request-what = Что нужно: { $process }. Кому: { $unit }
request-answer = { $ask }{ $asks ->
        [yes] {""}
       *[no] :
    } { $value }
oral-title-unit = Кого спросить
oral-title-question = Вопрос
oral-what = Кому: { $unit }
oral-too-long = Для устного вопроса это длинно: помещается { $longest } знаков. Отмените его и отправьте запрос: «Запросы коллегам», «Своими словами».

request-receipt =
    Получили запрос «{ $subject }», его номер — { $number }.
    Отвечает: { $unit }. { $promise }{ $pause ->
        [none] {""}
       *[other] {"\u000A\u000A"}{ $pause }
    }

    Что дальше: { $sorting ->
        [yes] сотрудник прочитает запрос и сам передаст его тому, кто поможет. Искать нужный отдел вам не придётся.
       *[no] сотрудник возьмёт запрос и ответит вам здесь. Если появится вопрос, спросит тоже здесь.
    }
oral-receipt =
    Передали ваш вопрос, его номер — { $number }.
    Отвечает: { $unit }. { $promise }

    Ответ придёт сюда.
oral-today = Ответим сегодня до { $hour }: тогда заканчивается рабочий день.
oral-later = Сегодня рабочий день уже закончился. Ответим до { $until }.
letter-receipt =
    Получили ваше письмо, его номер — { $number }.
    Получатель: { $who }
    { $promise }{ $pause ->
        [none] {""}
       *[other] {"\u000A\u000A"}{ $pause }
    }

    Ответ придёт сюда. Если появится вопрос, спросим тоже здесь.
request-withdrawn = Хорошо, запрос { $number } отозвали, отвечать на него не будут.
request-answered = Передали ваш ответ по { THING($number, "dat") } { $number } коллеге.
request-words-kept = Спасибо, что написали. Сохранили эти слова вместе с оценкой { $mark }.

requests-none = У вас пока нет запросов. Чтобы попросить о чём-то коллег, откройте «Меню» и нажмите «Запросы коллегам».
requests-heading = Что вы просили у коллег, новое сверху:

subject-request = Запрос коллегам
subject-oral = Устный вопрос
subject-letter = Письмо

## To the officers of a unit

card-heading-colleague =
    { $number } · { $topic }{ $kind ->
        [oral] {" "}· ответ устно, до конца рабочего дня
        [letter] {" "}· письмо сотрудника
       *[request] {" "}· запрос коллеги
    }
    { $unit }. Пришло { $came }
    Спрашивает: { $asker }{ $post ->
        [none] {""}
       *[other] {", "}{ $post }, { $asker_unit }
    }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
    Срок: { $deadline }
    { $status }
notice-colleague = { $kind ->
        [oral] Вопрос коллеги
        [letter] Письмо сотрудника
       *[request] Запрос коллеги
    }: { $asker }{ $post ->
        [none] {""}
       *[other] {", "}{ $asker_unit }
    }
choose-unit-on = Какой отдел поможет с { THING($number, "ins") } { $number }? Коллеге напишем, кто теперь отвечает.
to-unit = Передали { THING($number, "nom") } { $number }: { $unit }. Коллега об этом знает, писать ещё раз не нужно.

## To the colleague who asks

only-citizens = Так можно поступить только с обращением гражданина, а { $number } — { KIND($number) ->
        [letter] письмо сотрудника
       *[request] запрос коллеги
    }. Откройте карточку: в ней всё, что можно сделать.
greeting-colleague = Здравствуйте, { $address }!
reply-to-colleague =
    { $greeting }

    Ответ на { THING($number, "nom") } { $number } от { $date }: «{ $topic }».

    { $text }{ $outcome ->
        [none] {""}
       *[other] {"\u000A\u000A"}{ $outcome }
    }

    { $name }, { $post }
    { $unit }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
question-to-client-colleague =
    { $greeting }

    Нужно уточнить { THING($number, "nom") } { $number } от { $date }.

    { $text }

    Чтобы ответить, нажмите «Ответить».
    { $name }, { $post }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
progress-to-client-colleague =
    { $greeting }

    { KIND($number) ->
        [letter] О письме
       *[request] О запросе
    } { $number } от { $date }.

    { $text }

    { $next }

    { $name }, { $post }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
promise-to-client-colleague =
    { $greeting }

    { KIND($number) ->
        [letter] О письме
       *[request] О запросе
    } { $number } от { $date }.

    { $text }

    Обещаем: до { $until }.

    { $name }, { $post }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
kept-to-client-colleague =
    { $greeting }

    Обещали вам по { THING($number, "dat") } { $number }: до { $until }.{ $late ->
        [yes] {" "}Простите, что получилось позже.
       *[no] {""}
    }

    { $text }

    { $next }

    { $name }, { $post }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
