### What the reply check tells the officer: what to look at, and how it may be said instead.

greeting-dear_m = Уважаемый { $address }!
greeting-dear_f = Уважаемая { $address }!
greeting-unknown = Здравствуйте!

findings-none = Проверили текст: замечаний нет.
findings-heading = Проверили текст. Посмотрите, пожалуйста:
findings-more = …и ещё { $count ->
        [one] { $count } замечание
        [few] { $count } замечания
       *[many] { $count } замечаний
    }
clause-of-law = закон № { $law }-ФЗ, статья { $article }
finding-line = { $severity ->
        [error] Исправьте
        [warning] Проверьте
       *[hint] Совет
    }: { $what } ({ $clause })
finding-instead = . Лучше: «{ $better }»
finding-advice = . Лучше: { $better }

finding-spelling = слово «{ $place }» написано с ошибкой
finding-mixed-alphabet = в слове «{ $place }» есть латинские буквы
finding-doubled = слово повторяется: «{ $place }»
finding-grammar = «{ $place }» — так не пишут
finding-case = «{ $place }» — слово стоит не в том падеже
finding-agreement = «{ $place }» — слова не согласованы
finding-infinitive = «{ $place }» — проверьте мягкий знак перед «ся»
finding-comma = в словах «{ $place }» не хватает запятой
finding-space-before = лишний пробел перед знаком: «{ $place }»
finding-space-after = нет пробела после знака: «{ $place }»
finding-unpaired = у знака { $place } нет пары

finding-brush-off = «{ $place }» звучит как отписка
finding-vague = «{ $place }» ничего не обещает
finding-reproach = «{ $place }» звучит как упрёк
finding-rude = «{ $place }» — это грубо
finding-familiar = «{ $place }» — к клиенту обращаемся на «вы»
finding-colloquial = «{ $place }» — разговорное слово
finding-archaic = «{ $place }» — устаревшее слово
finding-officialese = «{ $place }» — канцелярское слово
finding-foreign-word = «{ $place }» — если можно, скажите по-русски

finding-capitals = «{ $place }» — пишите обычными буквами, заглавные читаются как крик
finding-abbreviation = сокращение «{ $place }» не все знают, расшифруйте его
finding-smiley = «{ $place }» — смайлики можно ставить только в открытых комментариях
finding-symbol = «{ $place }» — уберите, без этого знака читать легче
finding-long-sentence = в предложении «{ $place }» слов: { $words }, разделите его
finding-too-long = ответ длиннее двух страниц: знаков { $letters } вместо { $most }

finding-greeting-twice = «{ $place }» — обращение по имени мы поставим сами
finding-greeting-missing = начните с обращения к клиенту
finding-greeting-name = в обращении «{ $place }», а клиента зовут иначе
finding-greeting-gender = в обращении «{ $place }» окончание не подходит к имени
finding-question-not-named = в первом абзаце назовите вопрос, на который отвечаете
finding-no-date = вы отметили, что решение будет позже: назовите дату
finding-promise-without-date = «{ $place }» — назовите дату
finding-date-past = «{ $place }» — этот день уже прошёл
finding-no-such-day = «{ $place }» — такого дня нет
finding-no-alternative = вы отказываете: предложите другое решение или скажите, куда обратиться
finding-refusal-without-alternative = «{ $place }» — предложите другое решение
finding-unfilled = «{ $place }» — осталось незаполненное место

finding-data-phone = телефон { $place } — похоже, чужой
finding-data-mail = почта { $place } — похоже, чужая
finding-data-snils = СНИЛС { $place } — похоже, чужой
finding-data-inn = ИНН { $place } — похоже, чужой
finding-data-passport = номер паспорта { $place } — похоже, чужой
finding-data-card = номер карты { $place } — похоже, чужой
finding-data-account = номер счёта { $place } — похоже, чужой
finding-data-birthday = дата рождения { $place } — похоже, чужая
finding-data-address = адрес «{ $place }» — похоже, чужой
finding-data-other = «{ $place }» — данные другого клиента
finding-person-named = назван человек: «{ $place }». Можно ли о нём писать клиенту?
finding-internal-words = «{ $place }» — слова из внутренних записей, клиенту их не показываем
