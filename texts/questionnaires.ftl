### Questionnaires: what there is, how it is asked, sending one, and what is wrong with one.

button-quests = Анкеты
button-quest = К анкете
button-quest-open = Открыть анкету
button-quest-sent = Назад
button-quest-look = Посмотреть вопросы
button-quest-link = Открыть форму
button-quest-before = Назад
button-quest-upload = Загрузить
button-quest-take = Принять
button-quest-drop = Не надо
button-quest-out = Убрать
button-quest-file = Файлом
button-quest-gone = Убрать
button-quest-keep = Оставить

quest-heading = { $total ->
        [0] Анкет пока нет. Пришлите первую: нажмите «Загрузить».
        [one] { $total } анкета. Нажмите на неё, чтобы посмотреть вопросы.
        [few] { $total } анкеты. Нажмите на нужную, чтобы посмотреть вопросы.
       *[many] { $total } анкет. Нажмите на нужную, чтобы посмотреть вопросы.
    }
quest-list = { $lines }
quest-from-chat = прислана в чате
quest-from-folder = из папки
quest-line = • { $title } ({ $source })
quest-summary =
    «{ $title }»
    { $about }

    Для кого: { $audience ->
        [clients] граждане
       *[employees] сотрудники
    }, { $anonymous ->
        [yes] опрос анонимный
       *[no] опрос не анонимный
    }{ $breakdown ->
        [unit] , итоги по подразделениям
       *[none] {""}
    }.
    { $link ->
        [none] { $questions ->
            [one] { $questions } вопрос
            [few] { $questions } вопроса
           *[many] { $questions } вопросов
        }, это примерно { $minutes ->
            [one] { $minutes } минута
            [few] { $minutes } минуты
           *[many] { $minutes } минут
        }.
       *[other] Вопросы в другой форме: { $link }
    }
quest-page =
    { $summary }

    Код: { $id }, версия { $version }, { $source }.{ $quarterly ->
        [yes] {" "}По ней идёт ежеквартальный опрос сотрудников.
       *[no] {""}
    }{ $changes ->
        [none] {""}
       *[other] {"\u000A"}{ $changes }
    }
quest-change = { $at }, { $who }: { $what ->
        [removed] убрали анкету
       *[changed] приняли новую версию
    }
quest-out-sure = Убрать анкету «{ $title }»? Новых опросов по ней не будет. Начатые опросы продолжатся, их итоги сохранятся.
quest-is-out = Убрали анкету «{ $title }».
quest-unknown = Такой анкеты больше нет. Откройте список заново: «Меню», «Ещё», «Анкеты».
quest-is-quarterly = По этой анкете идёт ежеквартальный опрос, поэтому убрать её нельзя. Пришлите новую версию или попросите администратора назначить для опроса другую анкету.
quest-moved = Пока вы смотрели, анкету изменил кто-то ещё. Откройте её и проверьте, нужна ли ваша версия; если нужна, пришлите файл ещё раз.

quest-file = Анкета «{ $title }» файлом. Чтобы изменить её, исправьте файл и пришлите: «Анкеты», «Загрузить».
quest-shown = { $text }
quest-place = Вопрос { $place } из { $total }
quest-scale = { $lowest ->
        [0] 0 1 2 3 4 5 6 7 8 9 10
       *[1] 1 2 3 4 5
    }{ $low ->
        [none] {""}
       *[other] {" "}({ $lowest } — { $low }{ $high ->
            [none] )
           *[other] , { $highest } — { $high })
        }
    }
quest-words = (ответ пишут словами)
quest-unsure = • Затрудняюсь ответить
quest-kind-one = Можно выбрать один ответ.
quest-kind-many = { $most ->
        [0] Можно выбрать несколько ответов.
       *[other] Можно выбрать несколько ответов, самое большее { $most }.
    }
quest-kind-scale = Ответ — оценка от 1 до 5.
quest-kind-nps = Ответ — оценка от 0 до 10.
quest-kind-text = Ответ своими словами.
quest-kind-matrix = Каждую строку оценивают отдельным сообщением, от 1 до 5.
quest-may-skip = Вопрос можно пропустить.
quest-when = Спросим, только если на вопрос «{ $ask }» ответили «{ $given }».
quest-given = { $id ->
        [unsure] Затрудняюсь ответить
       *[other] { $id }
    }

quest-ask =
    Пришлите анкету файлом «.yaml», до { $kilobytes } КБ. Короткую можно вставить текстом в сообщение.

    Проверим её и покажем, что получилось. Если в анкете есть ошибка, назовём строку и скажем, как исправить.
quest-reading = Читаем «{ $name }».
quest-one-file = Пришлите, пожалуйста, один файл за раз: одна анкета — один файл.
quest-wrong-file = Анкета — это текстовый файл с окончанием «.yaml». Сохраните её так и пришлите документом.
quest-large = Файл больше { $kilobytes } КБ, а анкета так много не занимает. Проверьте, тот ли это файл.
quest-long-text = Такой длинный текст мессенджер делит на части. Пришлите анкету файлом «.yaml».
quest-your-text = Текст сообщения
quest-offered =
    Прочитали анкету, ошибок нет.

    { $summary }

    { $replaces ->
        [none] Такой анкеты ещё не было.
       *[other] Она заменит анкету «{ $replaces }». Начатые опросы продолжатся по прежней версии.
    } Принять её?
quest-same = Анкета «{ $title }» уже есть, и ваша ничем от неё не отличается. Менять нечего.
quest-title-taken = Название «{ $title }» уже занято анкетой { $id }: на кнопках их не различить. Измените название и пришлите анкету ещё раз.
quest-quarterly-clients = По анкете { $id } идёт ежеквартальный опрос сотрудников, поэтому она должна быть для них. Напишите audience: employees или измените id и пришлите анкету ещё раз.
quest-taken = Приняли анкету «{ $title }». По ней можно проводить опросы.
quest-dropped = Хорошо, анкету «{ $title }» не принимаем.
quest-broke = Прочитать эту анкету не получилось, и причина, скорее всего, у нас: запись об ошибке сохранена. Покажите файл администратору.

quest-wrong =
    «{ $name }» принять пока нельзя. Вот что исправить:

    { $lines }{ $more ->
        [0] {""}
       *[other] {"\u000A"}И ещё { $more }: покажем, когда исправите эти.
    }

    Исправьте и пришлите ещё раз.
quest-finding = Строка { $line }{ $key ->
        [none] {""}
       *[other] , { $key }
    }: { $said }
quest-meant = { $near ->
        [none] можно написать: { $known }.
       *[other] возможно, это { $near }?
    }
quest-wrong-yaml = текст перестаёт быть анкетой. Проверьте отступы, кавычки и скобки здесь и строкой выше; текст с двоеточием возьмите в кавычки.
quest-wrong-tab = здесь стоит табуляция. Поставьте вместо неё пробелы.
quest-wrong-no-keys = это не анкета. Начните с образца: id, title, about, audience, questions.
quest-wrong-no-text = это не текст в кодировке UTF-8. Сохраните файл как текст UTF-8.
quest-wrong-too-large = файл больше { $kilobytes } КБ. Разделите его на несколько анкет.
quest-wrong-alias = здесь ссылка на другое место файла (*). Напишите текст целиком.
quest-wrong-too-deep = здесь слишком много списков один в другом. Напишите проще, как в образце.
quest-wrong-twice = этот ключ написан дважды. Оставьте один.
quest-wrong-key-unknown = такого ключа нет, { $meant }
quest-wrong-key-of-others = этот ключ подходит только для видов { $kinds }. Уберите его или измените kind.
quest-wrong-missing = этого не хватает. Допишите.
quest-wrong-unprintable = здесь знак, который нельзя показать. Наберите текст заново.
quest-wrong-not-text = здесь нужен просто текст, без ключей и списка под ним.
quest-wrong-too-long = знаков здесь { $length }, а можно не больше { $longest }. Сократите.
quest-wrong-not-id = код начинается с буквы a–z, дальше a–z, цифры и _, не длиннее { $longest } знаков.
quest-wrong-not-yes = напишите true или false.
quest-wrong-not-number = напишите число от 0 до { $highest }.
quest-wrong-not-known = «{ $word }» здесь не подходит, { $meant }
quest-wrong-not-options = напишите их строками, одну под другой: код и двоеточие, потом текст.
quest-wrong-how-many = здесь { $count }, а нужно от { $fewest } до { $most }.
quest-wrong-unsure-taken = этот код занят для «Затрудняюсь ответить». Уберите строку и напишите unsure: true.
quest-wrong-label-twice = такой текст уже есть выше: кнопки будет не различить. Измените его.
quest-wrong-not-list = нужен список: каждый вопрос начинается с дефиса.
quest-wrong-not-keys = нужны ключи со значениями: id, kind, ask.
quest-wrong-empty = вопросов нет. Напишите их или дайте link — ссылку на форму.
quest-wrong-always-anonymous = опросы сотрудников всегда анонимные. Уберите этот ключ.
quest-wrong-breakdown = здесь может стоять только unit в квадратных скобках. Исправьте или уберите ключ.
quest-wrong-breakdown-clients = граждане не относятся к подразделениям. Уберите ключ.
quest-wrong-not-link = нужен адрес целиком, например https://example.org/form.
quest-wrong-link-and-questions = оставьте что-то одно: ссылку link или вопросы questions.
quest-wrong-id-twice = вопрос с таким кодом уже есть выше. Измените код.
quest-wrong-when-shape = напишите код прежнего вопроса и ответы, как здесь: pace: [1, 2].
quest-wrong-when-self = вопрос не может опираться на собственный ответ. Назовите вопрос выше.
quest-wrong-when-later = этот вопрос идёт позже. Поднимите его выше или назовите другой.
quest-wrong-when-text = ответ словами сравнить нельзя. Назовите вопрос, на который отвечают кнопками.
quest-wrong-when-matrix = назовите одну строку: { $rows }.
quest-wrong-when-answer = ответа «{ $word }» у того вопроса нет, { $meant }
quest-wrong-no-room = начиная отсюда ответы не помещаются: мест нужно { $needed }, а есть { $room }. Одно место — вопрос или строка матрицы, два — вопрос вида many. Уберите лишние вопросы или сделайте две анкеты.
