### What employees read about the register: recording, kinds, questions, oral replies, files.

form-officer-came_by = Как поступило обращение?
form-officer-kind = Что это: официальное обращение (30 дней) или сообщение (8 рабочих часов)?
form-officer-text = Перешлите или напишите текст обращения, одним или несколькими сообщениями. Можно приложить файлы.
form-more = Записали. Пришлите ещё или нажмите «Дальше».
form-officer-name = Фамилия, имя и отчество заявителя.
form-officer-applicant = Кто обращается?
form-officer-organisation = Название организации.
form-officer-representative = В чьих интересах действует заявитель? Если в своих, пропустите.
form-officer-reply_by = Как отправить ответ?
form-officer-reply_to = Адрес для ответа.
form-officer-topic = О чём обращение? Вероятные темы стоят первыми. Если пропустить, тему определим по словам.
form-officer-summary = Проверьте, всё ли верно.
form-too-long = Слишком длинно: всего помещается { $longest } знаков. Пришлите остальное файлом.
record-waiting = Вы начали записывать обращение, оно ещё не в реестре. Продолжить или удалить?
record-dropped = Хорошо, ничего не записали.
recorded =
    Записали обращение { $number }: { $unit }.
    Срок: { $deadline }

came-by-post = Почта
came-by-telephone = Телефон
came-by-email = Электронная почта
came-by-counter = Личный приём
came-by-hotline = Горячая линия
kind-official = Официальное
kind-message = Сообщение
line-came-by = Поступило: { $way }
line-kind = Вид: { $kind }
line-topic = Тема: { $topic }
line-topic-none = по словам обращения
line-text = Текст: { $text }{ $count ->
        [0] {""}
        [one] {" "}(и { $count } файл)
        [few] {" "}(и { $count } файла)
       *[many] {" "}(и { $count } файлов)
    }

turn-official = Оформить сообщение { $number } как официальное обращение? Можно попросить клиента или заполнить самим.
turn-handed = Официальные обращения министерство принимает через портал. Клиенту сообщения { $number } можно послать готовый текст и ссылку. Само сообщение остаётся в работе.
turn-asked = Написали клиенту об обращении { $number }. Пока он не сделает его официальным, оно остаётся сообщением, срок прежний.
turned-official = Обращение { $number } теперь официальное, клиент об этом знает, если пишет в мессенджере.
official-asked-already = Клиенту уже написали, что сообщение { $number } лучше подать официально. Дождитесь его ответа.
no-dialogue = По обращению { $number } нет переписки в мессенджере. Свяжитесь с клиентом тем способом, которым оно пришло.
only-official = Обращение { $number } — сообщение. Это делают только с официальным обращением.
notice-made_official =
    Сообщение { $number } стало официальным обращением · { $topic }
    Срок: { $deadline }

    { $text }

describe-what = Что записать об обращении { $number }?
describe-category = Что это за обращение { $number }?
describe-applicant = Кто обращается ({ $number })?
describe-reply-by = Как отправить ответ на обращение { $number }?
ask-representative = Напишите, в чьих интересах подано обращение { $number }: имя человека или название организации.
ask-name = Напишите фамилию, имя и отчество заявителя (обращение { $number }).
ask-register = Напишите номер и дату обращения { $number } в системе документооборота, например: А-123/26 от 24.11.2026. Без даты запишем сегодняшний день.
ask-reply-to = Напишите адрес, на который отправить ответ по обращению { $number }.
described = Записали в карточку обращения { $number }.
register-number-not-understood = Не получилось разобрать номер. Напишите его вместе с датой, например: А-123/26 от 24.11.2026.
register-day-ahead = Этот день ещё впереди. Напишите день, когда обращение зарегистрировали.
words-only = Здесь нужны только слова. Напишите текстом.
card-kind = Вид: { $kind }{ $category ->
        [none] {""}
       *[other] , { $category }
    }
card-applicant = Заявитель: { $applicant }{ $name ->
        [none] {""}
       *[other] , { $name }
    }
card-representative = В интересах: { $name }
card-register = Номер в системе документооборота: { $register } от { $day }
card-way = Ответ: { $way }{ $address ->
        [none] {""}
       *[other] , { $address }
    }
card-questions = Вопросы обращения:
question-line = { $place }. { $text }{ $answered ->
        [yes] {" "}— есть ответ
       *[no] {""}
    }
category-proposal = Предложение
category-statement = Заявление
category-complaint = Жалоба
category-request = Запрос вне 59-ФЗ

questions-proposed =
    Вопросы обращения { $number }:

    { $list }

    Если всё верно, подтвердите. Чтобы изменить, пришлите свой список: каждый вопрос с новой строки.
questions-kept = Записали вопросы обращения { $number }: { $count }. Закрыть его можно, когда на каждый есть ответ.
questions-none = Напишите хотя бы один вопрос, каждый с новой строки.
questions-too-many = Получится записать не больше { $most } вопросов. Объедините похожие.
question-too-long = Один вопрос — не длиннее { $longest } знаков. Сократите и пришлите список ещё раз.
answers-marks =
    На какие вопросы обращения { $number } отвечает этот ответ? Отметьте каждый.

    { $list }

    Пока ответа нет хотя бы на один, это только промежуточный ответ: он обращение не закроет.
answers-lacking = В ответе на обращение { $number } нет ответа на { $count ->
        [one] { $count } вопрос
        [few] { $count } вопроса
       *[many] { $count } вопросов
    }. Отметьте все или отправьте как промежуточный, он обращение не закроет.
ask-questions = Напишите вопросы обращения { $number }, каждый с новой строки. Начатый ответ сохранили.
interim-to-client =
    { $greeting }

    По обращению { $number } от { $date } пока отвечаем не на всё. Обращение в работе, полный ответ пришлём в срок.

    { $text }

    { $who }
    { $unit }
interim-sent = Отправили клиенту промежуточный ответ по обращению { $number }. Оно осталось у вас, срок прежний.
interim-kept = Записали промежуточный ответ по обращению { $number }. Переписки в мессенджере нет: отправьте его клиенту сами. Обращение осталось у вас.

oral-outcome = Чем закончилось обращение { $number }? Устный ответ возможен, если клиент согласен и всё ясно без проверки.
ask-oral = Напишите коротко, что вы ответили по обращению { $number }.
ask-oral-day = К какому дню решим вопрос по обращению { $number }? Напишите дату так: 15.12.2026.
oral-record =
    С согласия заявителя ответ на обращение дан устно, письменный ответ не требуется.
    { $name }, { $post }

    { $text }
oral-preview =
    Так это останется в обращении { $number }:

    { $record }

    { $outcome }

    Подтвердите, если клиент согласен. Чтобы изменить, пришлите новый текст.
oral-kept = Записали устный ответ на обращение { $number }. { $controlled ->
        [yes] Оно на контроле, пока его не снимут.
       *[no] Обращение закрыто.
    }
oral-client-wrote = Пока вы записывали устный ответ, клиент написал ещё по обращению { $number }. Откройте карточку и прочитайте.

export-which = В каком виде прислать карточку обращения { $number }?
export-made = Карточка обращения { $number }.

button-record = Записать обращение
button-form-done-record = Записать в реестр
button-form-done-turned = Сделать официальным
button-do-turn-official = Сделать официальным
button-turn-ask = Попросить клиента
button-turn-hand-over = Послать клиенту текст и ссылку
button-turn-fill = Заполнить самому
button-do-describe = Описать обращение
button-describe-category = Категория
button-describe-applicant = Кто обращается
button-describe-representative = Представитель
button-describe-name = Имя заявителя
button-describe-register = Номер в системе
button-describe-way = Куда ответить
button-do-split-questions = Вопросы обращения
button-questions-right = Всё верно
button-question-open = { $place }
button-question-answered = { $place } — да
button-answers-done = Дальше
button-answers-interim = Отправить как промежуточный
button-answers-edit = Изменить список
button-do-oral = Ответили устно
button-agreed = Клиент согласен
button-do-export = Карточка файлом
button-export-docx = Документ (DOCX)
button-export-json = Данные (JSON)
