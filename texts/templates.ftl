### Reply templates and repeats: what officers read.

template-lacks = Шаблон «{ $title }» заполнить не получится: неизвестно { $what ->
        [name] имя клиента
        [topic] тема обращения
        [unit] название отдела
        [address] адрес министерства
        [phone] телефон министерства
        [email] электронная почта министерства
        [reception] время личного приёма
        [portal] адрес портала обращений
        [earlier_number] похожее прежнее обращение
        [earlier_date] похожее прежнее обращение
        [earlier_answered] похожее прежнее обращение с ответом
       *[other] кое-что из данных обращения
    }. Выберите другой шаблон или напишите ответ сами.
templates-none = Для { THING($number, "gen") } { $number } готовых шаблонов нет. Напишите ответ сами.
choose-template = Шаблоны для ответа на { THING($number, "nom") } { $number }. Нажмите, чтобы посмотреть текст: он ещё не отправится.
template-shown =
    «{ $title }», версия { $version }{ $count ->
        [0] {""}
       *[other] {" "}· по нему ответили: { $count }
    }.{ $replaces ->
        [yes] {" "}Он заменит то, что вы уже написали.
       *[no] {""}
    }{ $blanks ->
        [0] {""}
       *[other] {" "}То, что в квадратных скобках, спросим у вас.
    }

    { $text }
ask-blank = Что написать вместо «{ $what }»? Пришлите только эти слова, мы поставим их в текст.
ask-mended = Ниже — текст ответа на { THING($number, "nom") } { $number }. Скопируйте его, поправьте и пришлите целиком одним сообщением.

repeat =
    Похоже на { THING($number, "nom") } { $number } от { $date }: { $state ->
        [open] оно ещё в работе
        [answered] ответили { $answered }
       *[closed] оно закрыто, ответа здесь нет
    }.{ $elsewhere ->
        [yes] {" "}Им занимался другой отдел: { $unit }.
       *[no] {""}
    } { $kind ->
        [nothing] Ничего нового в этом нет.
        [words] Новые слова: { $news }.
       *[sentences] Новое: { $news }
    }
repeat-shown =
    { THING($number, "Nom") } { $number } от { $date }. { ASKER($number, "Nom") } писал:

    { $text }
repeat-reply = Ответ { $answered } ({ $who }{ $template ->
        [none] {""}
       *[other] ; шаблон «{ $template }», версия { $version }
    }):
repeat-unanswered = Ответа на него здесь ещё нет.

button-templates = Шаблоны
button-use-template = Взять этот текст
button-other-template = Другой шаблон
button-mend-text = Поправить текст
button-back-to-reply = К ответу
button-repeat = Похожее: { $number }
button-open-card = Открыть карточку
button-back-to-card = К { THING($number, "dat") } { $number }
