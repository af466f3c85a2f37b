### Parts of a reply: the main officer asks co-executors, they give their parts.

choose-part-unit = Кого спросить по { THING($number, "dat") } { $number }? Сначала выберите отдел.
choose-part-person = { $unit }. Кого спросить по { THING($number, "dat") } { $number }?
ask-part-question = Напишите вопрос по { THING($number, "dat") } { $number }, можно с файлами. Слова { ASKER($number, "gen") } мы приложим сами. Кто ответит: { $who }
part-question-preview =
    Вопрос по { THING($number, "dat") } { $number } получит коллега: { $who }
    { $until ->
        [none] Срок рассчитаем, как только появится календарь.
       *[other] Часть ответа нужна до { $until }.
    }{ $count ->
        [0] {""}
        [one] {" "}К нему приложен { $count } файл.
        [few] {" "}К нему приложены { $count } файла.
       *[many] {" "}К нему приложены { $count } файлов.
    }

    { $text }
part-asked =
    Спросили по { THING($number, "dat") } { $number }: { $who }
    Срок для части ответа: { $deadline }
part-nobody = По { THING($number, "dat") } { $number } спросить некого: других исполнителей в министерстве нет.
part-nobody-there = { $unit }: спросить здесь некого. Выберите другой отдел.
part-not-them = Спросить по { THING($number, "dat") } { $number } здесь нельзя ({ $who }). Выберите другого человека или отдел.
part-unit-unknown = Такого отдела больше нет. Откройте карточку и выберите другой.
part-asked-before = Об этом { THING($number, "prep") } ({ $number }) уже спросили: { $who }, { $since }. Дождитесь ответа или отзовите вопрос: в карточке нажмите «Ещё», затем «Соисполнители».
part-unheard = { $one ->
        [yes] { $who } не увидит вопрос: рабочий аккаунт здесь не подключён или закрыт для сообщений. Выберите другого человека или весь отдел.
       *[no] { $who }: вопрос никто не увидит, рабочие аккаунты здесь не подключены. Выберите другой отдел.
    }

parts-heading = Соисполнители по { THING($number, "dat") } { $number }
parts-none = Пока никого не спрашивали.
parts-none-given = По { THING($number, "dat") } { $number } пока нет ни одной части ответа. Дождитесь её или ответьте сами.
parts-assembled = { $count ->
        [one] Собрали ответ на { THING($number, "nom") } { $number } из { $count } части. Прочитайте и дополните.
       *[other] Собрали ответ на { THING($number, "nom") } { $number } из { $count } частей. Прочитайте и дополните.
    }
parts-waiting = Ещё не ответили: { $names }. Ответить можно и без них.
part-withdrawn = Вопрос по { THING($number, "dat") } { $number } отозвали, эту часть больше не ждём: { $who }
withdraw-part = Отозвать: { $who }

part-who-of-unit = { $who } ({ $unit })
part-line = Соисполнитель: { $who } · спросили { $asked } · { $status }
part-status-asked = { $late ->
        [yes] часть просрочена, срок был { $until }
       *[no] ждём { $until }
    }
part-status-given = { $late ->
        [yes] часть пришла { $at }, позже срока
       *[no] часть пришла { $at }
    }
part-status-declined = отказ { $at }
part-status-withdrawn = вопрос отозван { $at }
part-question = Вопрос: { $text }
part-text-given = Часть ответа: { $text }
part-text-declined = Почему отказ: { $text }

parts-queue-heading = Мои части ответов: { $total ->
        [0] пусто
       *[other] { $total }
    }
part-queue-line =
    { $place }. { $number } · { $left }
    Спрашивает { $who }
    { $text }
part-heading =
    Часть ответа на { THING($number, "nom") } { $number } · { $topic }
    Спрашивает { $who }, отвечает { $asked }
    { $status }
part-client =
    { ASKER($number, "Nom") } ({ $name }) пишет:
    { $text }
ask-give-part = Напишите вашу часть ответа на { THING($number, "nom") } { $number }, можно с файлами. { ASKER($number, "Nom") } её не увидит: общий ответ готовит коллега.{ $question ->
        [none] {""}
       *[other] {" "}Вопрос: { $question }
    }
give-part-preview =
    Ваша часть ответа на { THING($number, "nom") } { $number }. Чтобы изменить, напишите заново.{ $count ->
        [0] {""}
        [one] {" "}К ней приложен { $count } файл.
        [few] {" "}К ней приложены { $count } файла.
       *[many] {" "}К ней приложены { $count } файлов.
    }

    { $text }
part-given = Спасибо, часть ответа на { THING($number, "nom") } { $number } передали: { $who }
part-given-late = Часть ответа на { THING($number, "nom") } { $number } передали ({ $who }), но позже срока. Это видно в истории { THING($number, "gen") }.
ask-decline-part = Почему часть ответа на { THING($number, "nom") } { $number } не ваша? Напишите, и если знаете — кого спросить. Это прочитает коллега, который готовит ответ.
decline-words-only = Объясните словами, почему это не ваше: файлы сюда не подойдут.
part-declined = Передали, что часть ответа на { THING($number, "nom") } { $number } не ваша: { $who }
part-is-given = Часть ответа на { THING($number, "nom") } { $number } уже готова, её подготовил коллега: { $who }
part-is-declined = Эту часть ответа на { THING($number, "nom") } { $number } уже вернули тому, кто спрашивал: { $who }
part-is-withdrawn = Часть ответа на { THING($number, "nom") } { $number } больше не нужна: вопрос отозван.
part-is-unneeded = Ответ на { THING($number, "nom") } { $number } уже готов, эта часть больше не нужна.

notice-part_asked =
    Нужна ваша часть ответа на { THING($number, "nom") } { $number } · { $topic }
    Спрашивает { $asker }. Срок: { $deadline }

    Вопрос: { $question }

    { ASKER($number, "Nom") } пишет: { $client }
notice-part_alert =
    Скоро срок вашей части ответа на { THING($number, "nom") } { $number } · { $topic }
    Срок: { $deadline }. Спрашивает { $asker }

    Вопрос: { $question }
notice-part_breach =
    Часть ответа на { THING($number, "nom") } { $number } не готова в срок ({ $left })
    { $unit }, { $who }

    Вопрос: { $question }
notice-part_given =
    Пришла часть ответа на { THING($number, "nom") } { $number } · { $topic }{ $late ->
        [yes] {" "}(позже срока)
       *[no] {""}
    }
    { $who }

    Вопрос: { $question }

    { $text }
notice-part_declined =
    Соисполнитель говорит, что вопрос по { THING($number, "dat") } { $number } не его: { $who }

    Вопрос: { $question }

    Почему: { $text }
notice-part_withdrawn =
    Часть ответа на { THING($number, "nom") } { $number } больше не нужна, вопрос отозван.

    Вопрос: { $question }

button-do-ask-part = Спросить соисполнителя
button-do-parts = Соисполнители
button-parts = Соисполнители
button-ask-another = Спросить ещё
button-more-units = Другие отделы
button-other-unit = Другой отдел
button-part-unit = Всему отделу
button-assemble = Собрать ответ из частей
button-queue-parts = Мои части
button-give-part = Ответить
button-decline-part = Не моё
button-open-part = Открыть
