### Итоги опросов: что ответили, что изменилось, что сказали словами.

results-not-yet = Опрос ещё идёт, поэтому итогов пока нет. Они откроются, как только он закончится.
results-open =
    «{ $title }»

    Опрос ещё идёт, до его конца итоги закрыты. { $count ->
        [one] Ответил { $count } человек.
        [few] Ответили { $count } человека.
       *[other] Ответили { $count } человек.
    } Итоги откроются { $closes }.
results-open-few =
    «{ $title }»

    Опрос ещё идёт, ответов пока меньше пяти. Сколько их, покажем с пятого, чтобы никого нельзя было узнать. Итоги откроются { $closes }.
results-planned = Опрос «{ $title }» ещё не начался. Начало: { $opens }.
results-called-off = Опрос «{ $title }» отменили до начала, ответов на него нет.
results-elsewhere =
    На опрос «{ $title }» отвечают на сторонней странице: итоги смотрите там.{ $invited ->
        [0] {""}
        [one] {" "}Отсюда отправили { $invited } приглашение.
        [few] {" "}Отсюда отправили { $invited } приглашения.
       *[other] {" "}Отсюда отправили { $invited } приглашений.
    }
results-few = На опрос «{ $title }» мало ответов: не показываем, чтобы никого нельзя было узнать. Итоги открываются с пятого ответа.

results-heading =
    Итоги опроса «{ $title }»
    { $unit }, { $days }
results-whole-ministry = Всё министерство
results-others = Небольшие подразделения вместе
results-days = { $first } — { $last }
results-rate = { $count ->
        [one] Ответил { $count } из { $invited }: { $rate }.
       *[other] Ответили { $count } из { $invited }: { $rate }.
    }
results-count = { $count ->
        [one] Ответил { $count } человек.
        [few] Ответили { $count } человека.
       *[other] Ответили { $count } человек.
    }
results-csi = Индекс удовлетворённости: { $index }.
results-nps = «{ $ask }»: готовность рекомендовать { $nps }.
results-index = { $value } из 100{ $between ->
        [none] {""}
       *[other] {""}{" "}({ $between })
    }
results-nps-value = { $value } ({ $between ->
        [none] {""}
       *[other] {""}{ $between };{" "}
    }бывает от −100 до 100)
results-extremes =
    Лучше всего: «{ $best }», хороших оценок { $best_share }.
    Хуже всего: «{ $worst }», хороших оценок { $worst_share }.
results-since = Что изменилось с прошлого раза ({ $days }):
results-news = «{ $ask }». { $change }
results-no-news = Ничего такого, чего нельзя объяснить случайностью.

results-row = { $ask } { $row }
results-share = { $value }{ $between ->
        [none] {""}
       *[other] {""}, { $between }
    } ({ $count } из { $n })
results-good = Хорошо (4 и 5): { $share }.
results-mean = Средняя оценка: { $value }{ $between ->
        [none] {""}
       *[other] {""}{" "}({ $between })
    }.
results-marks = Пятёрок { $n5 }, четвёрок { $n4 }, троек { $n3 }, двоек { $n2 }, единиц { $n1 }.
results-nps-line = Готовность рекомендовать: { $nps }.
results-sides = Поставили 9 или 10 — { $best } из { $n }, 7 или 8 — { $middle }, от 0 до 6 — { $worst }.
results-option = { $label }: { $share }.
results-many = Можно было выбрать несколько ответов, поэтому доли в сумме больше 100 %.
results-unsure = Затруднились ответить: { $count }.
results-few-item = Мало ответов: не показываем, чтобы никого нельзя было узнать.

results-part-index = { $part }: индекс { $index }, ответов { $n }.
results-part-count = { $part }: ответов { $n }.
results-part-good = { $part }: хороших оценок { $share }.
results-part-nps = { $part }: готовность рекомендовать { $nps }, ответов { $n }.
results-part-option = { $label } — { $share }
results-part-options = { $part }, ответов { $n }: { $shares }.
results-parts-some = Остальных подразделений не показываем: там мало ответов, и людей можно было бы узнать.
results-few-parts = По подразделениям не показываем: мало ответов.
results-parts-hidden = По подразделениям эти ответы показать нельзя: в каждом их мало, или такой же опрос в то же время прошёл почти у тех же людей. Иначе кого-то можно было бы узнать.
results-no-parts = Этот опрос не делит ответы по подразделениям: так решили, когда его готовили.

results-with = С каким прошлым опросом сравнить?
results-versus = Сравнили два опроса: сейчас { $now }, раньше { $before }. Ответы не связаны с людьми, поэтому изменением считаем только то, что не объяснить случайностью. Сравнений сразу много, и о каждом судим строже, чем если бы оно было одно.
results-nothing-earlier = Сравнить пока не с чем: это первый такой опрос. Следующий сравним с ним.
results-few-earlier = С прошлым опросом не сравнить: в нём мало ответов, и людей можно было бы узнать.
results-question-changed = Вопрос изменился, сравнивать нельзя.
results-index-changed = Индексы сравнивать нельзя: они складываются из разных вопросов.
results-change = было { $before }, стало { $now }: { $verdict } (разница { $difference }{ $between ->
        [none] {""}
       *[other] {""}, { $between }
    })
results-change-of = { $what }: { $change }.
results-index-name = Индекс удовлетворённости
results-index-of = Индекс, { $part }
results-nps-name = Готовность рекомендовать
results-good-name = Хорошие оценки
results-verdict-better = стало лучше, и это не случайность
results-verdict-worse = стало хуже, и это не случайность
results-verdict-more = так отвечают чаще, и это не случайность
results-verdict-less = так отвечают реже, и это не случайность
results-verdict-chance = разница может быть случайной
results-verdict-same = почти не изменилось

results-words =
    { $ask }
    { $count ->
        [one] Ответил словами { $count } человек.
        [few] Ответили словами { $count } человека.
       *[other] Ответили словами { $count } человек.
    } Порядок случайный, имена и номера закрыты.
results-said = — { $text }
results-no-words = Словами ответили меньше пяти человек: не показываем, чтобы никого нельзя было узнать.

masked-mail = (почта)
masked-page = (страница в сети)
masked-phone = (телефон)
masked-card = (номер карты)
masked-snils = (СНИЛС)
masked-inn = (ИНН)
masked-passport = (номер паспорта)
masked-account = (номер счёта)
masked-person = (имя)
masked-employee = (сотрудник)

button-results = Итоги
button-results-summary = К итогам
button-results-all = По вопросам
button-results-parts = По подразделениям
button-results-with = Сравнить
button-results-words = Ответы словами
results-done-since = Что сделали с прошлого раза:

marks-heading = Оценки ответов за последние 90 дней. Индекс 100 значит, что все поставили пятёрки, 0 — что единицы.
marks-whole = Все подразделения
marks-line = { $name }: индекс { $index }, оценок { $n }.
marks-trend = По сравнению с 90 днями до этого: { $verdict }.
marks-channel = { $channel ->
        [telegram] Telegram
        [vk] ВКонтакте
       *[none] Без переписки
    }: { $index }, оценок { $n }.
marks-quarter = { $quarter }: { $index }, оценок { $n }.
marks-quarter-name = { $number } квартал { $year } года
marks-some-hidden = Подразделения, где оценок мало, не показываем, чтобы никого нельзя было узнать.
marks-none = Оценок за это время нет.
button-marks = Оценки ответов
