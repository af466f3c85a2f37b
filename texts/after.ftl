### What comes after a reply: a mark, words to it, and the way back to the head.

ask-mark =
    { $read ->
        [later] Ответ на { THING($number, "nom") } { $number } отправили. Когда прочитаете его, скажите: он помог?
       *[now] Ответ на { THING($number, "nom") } { $number } помог?
    } Оцените его: 1 — совсем не помог, 5 — помог. Если вопрос не решён, нажмите кнопку ниже: { KIND($number) ->
        [letter] письмо вернётся к получателю.
       *[appeal] вернём { THING($number, "nom") } в работу.
    }
ask-words =
    { $low ->
        [yes] Записали оценку { $mark } за ответ на { THING($number, "nom") } { $number }. Жаль, что ответ не помог. Напишите, что в нём не так: { KIND($number) ->
            [letter] это прочитает только получатель письма.
           *[appeal] { $reader ->
                [head] это прочитает начальник отдела.
               *[others] это прочитают те, кто следит за ответами министерства.
            }
        }
       *[no] Спасибо! Записали оценку { $mark } за ответ на { THING($number, "nom") } { $number }. Если хотите что-то добавить к оценке, напишите.
    }
mark-kept = Спасибо! Записали оценку { $mark } за ответ на { THING($number, "nom") } { $number }.
mark-stays = Вы уже объяснили свою оценку ({ $mark }) за ответ на { THING($number, "nom") } { $number }, поэтому она не изменится. { KIND($number) ->
        [appeal] Если остался вопрос, просто напишите его.
       *[request] Если остался вопрос, откройте «Меню» и нажмите «Запросы коллегам».
    }
no-mark-now = { THING($number, "Nom") } { $number } снова в работе. Оценить можно будет новый ответ, когда он придёт.
words-kept = Спасибо, что написали. Сохранили эти слова вместе с оценкой { $mark }. Если это новый вопрос, нажмите кнопку ниже — пришлём его номер и срок ответа.
words-skipped = Хорошо. Появится новый вопрос — просто напишите.
reopened =
    Вернули { THING($number, "nom") } { $number } в работу. { $who ->
        [none] Отвечает: { $unit }.
       *[other] Теперь им занимается { $who }, { $post }. Отвечает: { $unit }.
    }
    { $promise }

    Напишите, что осталось нерешённым: добавим это к { THING($number, "dat") }.
reopening-late = Вернуть { THING($number, "nom") } { $number } в работу можно было до { $until }. { KIND($number) ->
        [appeal] Если остался вопрос, просто напишите его — заведём новое обращение.
       *[request] Если остался вопрос, откройте «Меню» и нажмите «Запросы коллегам».
    }

mark-line = { $at } · оценка ответа: { $mark } из 5{ $text ->
        [none] {""}
       *[other] {"\u000A"}{ $text }
    }
mark-without-words = Слов к оценке пока нет.
notice-low_mark =
    Оценка { $mark } за ответ на { THING($number, "nom") } { $number } · { $topic }
    { $unit }, { $who }

    { $text }
notice-reopened =
    { ASKER($number, "Nom") } вернул { THING($number, "nom") } { $number } · { $topic }: вопрос не решён
    { $unit }, { $who }
    Срок: { $deadline }

    { $text }

button-reopen = Вопрос не решён
button-skip = Пропустить
