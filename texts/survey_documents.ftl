### Итоги опроса картинками и документами.

## Картинки: заголовок — предложение, а числа стоят и в тексте под картинкой

picture-scales = Как оценили: доля хороших оценок
picture-best = Выше всего оценили: «{ $name }»
picture-good = Доля оценок 4 и 5
picture-index = Индекс удовлетворённости, от 0 до 100
picture-about = { $what }. { $unit }, { $days }.
picture-waves-about = Индекс удовлетворённости, от 0 до 100, по опросам. { $unit }.
picture-index-better = Удовлетворённость выросла, и это не случайность
picture-index-worse = Удовлетворённость снизилась, и это не случайность
picture-index-chance = Удовлетворённость: изменение с прошлого раза может быть случайным
picture-index-same = Удовлетворённость с прошлого раза почти не изменилась
picture-parts = Индекс удовлетворённости по подразделениям
picture-parts-between = По подразделениям индекс от { $low } до { $high }
picture-nps = Готовность рекомендовать: { $value }
picture-nps-is = Это доля оценок 9 и 10 минус доля оценок от 0 до 6, бывает от −100 до 100. С уверенностью 95 % настоящее значение лежит в пределах { $between }.
picture-most = Чаще всего отвечали «{ $name }»: { $share }
picture-nobody-first = Одного самого частого ответа нет.
picture-side-best = Посоветуют: оценки 9 и 10
picture-side-middle = Не уверены: 7 и 8
picture-side-worst = Не посоветуют: от 0 до 6
picture-of = { $count } из { $n }
picture-n = { $count ->
        [one] { $count } ответ
        [few] { $count } ответа
       *[other] { $count } ответов
    }
picture-ends = Показаны { $ends } самых высоких и { $ends } самых низких из { $count }.
picture-interval = Чёрная линия на полосе показывает, в каких пределах с уверенностью 95 % лежит настоящее значение.
picture-interval-dot = Чёрная линия у точки показывает, в каких пределах с уверенностью 95 % лежит настоящее значение.
picture-line = { $label }: { $shown }
picture-line-noted = { $label }: { $shown } ({ $note })

report-days = { $first } — { $last }

## Документы

button-survey-png = Картинки
button-survey-xlsx = Таблица Excel
button-survey-docx = Отчёт Word
survey-file = { $title }, итоги { $day }
survey-xlsx-made = Таблица с итогами опроса «{ $title }» и диаграммами: листы с вопросами, сравнением и ответами словами.
survey-docx-made = Отчёт по опросу «{ $title }» для рабочей группы. В конце место для решений.
survey-png-none = По опросу «{ $title }» рисовать нечего: в нём нет вопросов с кнопками, на которые ответили хотя бы пять человек. Ответы словами есть в итогах.

## Таблица Excel

book-summary = Сводка
book-questions = Вопросы
book-charts = Диаграммы
book-comparison = Сравнение
book-parts = Подразделения
book-words = Ответы словами

book-title = { $title }: итоги опроса
book-about = { $unit }, { $days }
book-fact-unit = Для кого опрос
book-fact-days = Когда шёл опрос
book-fact-invited = Пригласили
book-fact-answered = Ответили
book-fact-rate = Доля ответивших
book-fact-csi = Индекс удовлетворённости
book-fact-csi-low = Индекс, нижняя граница 95 %
book-fact-csi-high = Индекс, верхняя граница 95 %

book-scales = Оценки от 1 до 5
book-recommending = Готовность рекомендовать
book-question = Вопрос
book-block = Блок
book-answer = Ответ
book-count = Человек
book-n = Из скольких
book-share = Доля
book-low = От (95 %)
book-high = До (95 %)
book-good = Хорошо (4 и 5)
book-mean = Средняя
book-nps = От −100 до 100
book-unsure = Затруднились ответить
book-few = мало ответов
book-figure = Показатель
book-before = Было
book-now = Стало
book-difference = Разница
book-chance = p с поправкой Холма
book-verdict = Вывод
book-versus = Сейчас { $now }, раньше { $before }
book-no-versus = Сравнить не с чем: раньше такого опроса не было, или ответов в нём мало.
book-wave = Опрос
book-index = Индекс
book-part = Подразделение
book-hidden = скрыто: мало ответов
book-no-parts = По подразделениям итогов нет: опрос их не делит, или ответов мало и людей можно было бы узнать.
book-no-words = Словами ответили меньше пяти человек: не показываем, чтобы никого нельзя было узнать.
book-words-note = Порядок случайный, имена и номера закрыты.
book-good-by-question = Хорошие оценки по вопросам
book-index-by-wave = Индекс удовлетворённости по опросам
book-index-by-part = Индекс удовлетворённости по подразделениям

## Отчёт Word

report-title = Отчёт по опросу «{ $title }»
report-asked = Что и у кого спросили
report-employees = Спрашивали сотрудников министерства. Для кого опрос: { $unit }. Всего в анкете { $count ->
        [one] { $count } вопрос
        [few] { $count } вопроса
       *[other] { $count } вопросов
    }, считая строки таблиц.
report-clients = Спрашивали граждан, которые обращались в министерство и согласились получать приглашения, или пришли по ссылке. Чьих клиентов спросили: { $unit }. Всего в анкете { $count ->
        [one] { $count } вопрос
        [few] { $count } вопроса
       *[other] { $count } вопросов
    }, считая строки таблиц.
report-kept = Как сохранили анонимность
report-anonymous = Опрос анонимный. Ответы хранятся без имени, времени и порядка: в базе данных нет ничего, что связало бы их с человеком, и её администратор этого не узнает. Какие кнопки нажимали, видит только сам мессенджер. Когда опрос закончился, список приглашённых удалили.
report-not-anonymous = Опрос не анонимный: ответы хранятся без имени, но связать их с перепиской технически можно. В отчёте только общие итоги.
report-small = Там, где ответили меньше пяти человек, итогов не показываем. Если скрытое можно было бы вычислить вычитанием, скрыта ещё одна группа.
report-main = Главное
report-questions = По вопросам
report-how-to-read = «В пределах» показывает, где с уверенностью 95 % лежит настоящее значение: чем больше ответов, тем точнее.
report-column-answer = Вопрос и ответ
report-column-count = Сколько
report-column-share = Доля
report-column-between = В пределах
report-good = Хорошо (оценки 4 и 5)
report-mean = Средняя оценка
report-parts = По подразделениям
report-changes = Что изменилось с прошлого раза
report-words = Что сказали словами
report-more-words = Показаны { $shown } из { $count } ответов. Все ответы есть в таблице Excel.
report-decisions = Решения
report-decision-what = Что решили
report-decision-who = Кто отвечает
report-decision-when = Срок

report-done = Что сделали с прошлого раза
report-given = Что поручили по этому опросу
report-deed-state = { $state ->
        [open] в работе
        [done] сделано, ждёт приёмки
       *[accepted] сделано и принято
    }
book-deeds = Что сделали
book-deeds-before = прошлый опрос
book-deeds-now = этот опрос
book-since = По итогам чего
book-deed = Поручение
book-who = Кто отвечает
book-due = Срок
book-state = Как стоит
book-done = Что сделано
