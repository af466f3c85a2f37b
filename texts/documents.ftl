### What stands in documents: letters to clients, and cards for the document system.

letter-title = Ответ на обращение № { $number }
letter-phone = тел. { $phone }
letter-sent = { $day } № { $number }
letter-asked = на № { $number } от { $day }
letter-considered = Рассмотрели ваше обращение { $number } от { $date }{ $topic ->
        [none] {""}
       *[other] {", "}тема — «{ $topic }»
    }.
letter-attached = Приложение: { $name }

document-lost = Не получилось составить файл «{ $name }». Запросите его ещё раз.
document-withheld = Файл «{ $name }» не отправили: пока он готовился, ваши права изменились, и теперь он вам недоступен. Если это ошибка, скажите администратору.
document-card = Карточка обращения № { $number }
document-zone = Время указано по часам министерства (UTC{ $offset }).
document-windows = Сроки
document-exchange = Переписка
document-replies = Ответы
document-history = История

document-fact-register = Номер в системе документооборота
document-fact-registered = Дата регистрации в системе
document-fact-kind = Вид
document-fact-category = Категория
document-fact-state = Состояние
document-fact-priority = Рассмотреть первым
document-fact-applicant = Заявитель
document-fact-applicant-is = Кто обращается
document-fact-representative = Действует в интересах
document-fact-reply-by = Куда отправить ответ
document-fact-reply-to = Адрес для ответа
document-fact-came-by = Как поступило
document-fact-written = Написано
document-fact-received = Получено
document-fact-due = Ответить до
document-fact-closed = Закрыто
document-fact-process = Процесс
document-fact-topic = Тема
document-fact-classifier = Код классификатора
document-fact-unit = Подразделение
document-fact-officer = Исполнитель
document-fact-control = На контроле у

document-kind = { $kind ->
    [message] сообщение
    [official] официальное обращение
    [request] запрос сотрудника
    [oral] устный вопрос сотрудника
    [letter] письмо сотрудника
   *[other] { $kind }
}
document-category = { $category ->
    [proposal] предложение
    [statement] заявление
    [complaint] жалоба
    [request] запрос
   *[other] { $category }
}
document-applicant = { $applicant ->
    [natural] гражданин
    [legal] организация
   *[other] { $applicant }
}
document-state = { $state ->
    [waiting] ждёт исполнителя
    [taken] у исполнителя
    [approval] ответ на согласовании
    [sending] ответ отправляется
    [dispatch] ответ готов к отправке
    [control] дан ответ, не снято с контроля
    [answered] дан ответ
    [redirected] переадресовано
    [left] закрыто без ответа по существу
    [not_appeal] не обращение
   *[other] { $state }
}
document-came = { $by ->
    [telegram] Telegram
    [vk] ВКонтакте
    [post] почта
    [telephone] телефон
    [email] электронная почта
    [counter] личный приём
    [hotline] горячая линия
   *[other] { $by }
}
document-way = { $way ->
    [chat] чат
    [email] электронная почта
    [post] почта
    [portal] портал
   *[other] { $way }
}

document-window = { $rule } ({ $clause }): с { $start } до { $due }, { $state }
document-rule = { $rule ->
    [message_reply] ответ на сообщение
    [coexecutor_part] часть соисполнителя
    [acknowledge] подтверждение получения
    [official_reply] ответ на официальное обращение
    [extension] решение о продлении
    [redirect] переадресация
    [unintelligible] ответ на неясное обращение
    [incomplete] сообщение о неполных документах
    [promise] обещание клиенту
    [internal_written] письменный запрос сотрудника
    [internal_oral] устный запрос сотрудника
   *[other] { $rule }
}
document-window-state = { $state ->
    [open] не истёк
    [met] исполнено в срок
    [broken] не исполнено в срок
    [late] исполнено с опозданием
    [dropped] снят
   *[other] { $state }
}

document-line = { $at } · { $who } · { $what }
document-line-own = { $at } · { $what }
document-entry = { $kind ->
    [client] сообщение
    [edited] изменённое сообщение
    [ministry] ответ
    [question] вопрос клиенту
    [interim] промежуточный ответ
    [notice] сообщение клиенту
    [oral] устный ответ
   *[other] { $kind }
}
document-file = Файл: { $name }
document-of-reply = { $name }: { $value }
document-written = Текст исполнителя
document-reply-outcome = Итог
document-reply-promised = Срок решения
document-reply-signatory = Подписант
document-reply-remark = Замечание
document-reply-way = Способ отправки
document-reply-number = Исходящий номер
document-reply-sent = Дата отправки
document-reply-state = { $state ->
    [approval] на согласовании
    [returned] возвращено с замечанием
    [sending] отправляется
    [dispatch] ждёт отправки
    [sent] отправлено
    [failed] не доставлено
   *[other] { $state }
}
document-outcome = { $outcome ->
    [solved] вопрос решён
    [will_be] назван срок решения
    [may_be] вопрос можно решить, точной даты пока нет
    [cannot] вопрос нельзя решить
   *[other] { $outcome }
}
document-happened = { $what ->
    [requested] запрос сотрудника принят
    [registered] зарегистрировано
    [topic_chosen] выбрана тема
    [edited] клиент изменил сообщение
    [added] клиент дополнил обращение
    [moved_away] часть перенесена в другое обращение
    [moved_here] добавлена часть другого обращения
    [called_off] клиент отозвал обращение
    [restored] клиент вернул обращение
    [thanked] клиент поблагодарил
    [taken] взято исполнителем
    [handed_over] передано коллеге
    [given_back] возвращено на разбор
    [routed] направлено в подразделение
    [reply_sent] ответ отправлен
    [answered] ответ доставлен
    [delivered] ответ доставлен, клиент ждёт ещё
    [not_delivered] ответ не доставлен
    [window_opened] рассчитан срок
    [window_moved] срок пересчитан
    [alert] напоминание о сроке
    [breach] срок нарушен
    [part_alert] напоминание о сроке части ответа
    [part_breach] срок части ответа нарушен
    [noted] сделана заметка
    [acknowledged] подтверждение получения доставлено
    [window_paused] срок приостановлен
    [window_resumed] срок идёт дальше
    [part_asked] запрошена часть ответа
    [part_given] получена часть ответа
    [part_declined] соисполнитель отказался
    [part_withdrawn] часть ответа больше не нужна
    [made_official] стало официальным обращением
    [official_asked] клиенту предложено официальное обращение
    [official_handed_over] клиент получил текст для портала
    [recorded] записано сотрудником
    [described] дополнено описание
    [questions_set] определены вопросы
    [interim_sent] отправлен промежуточный ответ
    [answered_orally] ответ дан устно
    [exported] карточка выгружена файлом
    [sent_to_sign] ответ отправлен на согласование
    [signed] ответ согласован
    [returned] ответ возвращён с замечанием
    [called_back] ответ отозван исполнителем
    [to_dispatch] ответ готов к отправке
    [marked_sent] ответ отправлен исполнителем
    [reply_numbered] записан исходящий номер
    [controlled] взято под контроль
    [control_ended] снято с контроля
    [returned_from_control] возвращено в работу
    [left_work] исполнитель больше не работает здесь, обращение снова в очереди
    [word_not_delivered] слова клиенту не доставлены
    [rated] клиент оценил ответ
    [rating_words] клиент объяснил оценку
    [rating_words_moved] слова к оценке стали новым обращением
    [reopened] клиент вернул обращение: вопрос не решён
    [complained] зарегистрирована жалоба на сотрудника
    [asked_client] клиенту задан вопрос
    [answered_question] клиент ответил на вопрос
    [informed] клиенту сообщили о ходе дела
    [promised] клиенту обещан срок
    [kept_promise] обещание выполнено
    [note_changed] изменена заметка
    [incomplete_found] выявлены неполные документы
    [incomplete_told] клиенту сообщили, чего не хватает
    [incomplete_withdrawn] документы в порядке
    [extension_asked] запрошено продление срока
    [extended] срок продлён
    [extension_refused] срок не продлён
    [transfer_asked] попросили передать ещё раз
    [prioritised] поставлено раньше других
    [priority_lifted] снова в очереди по сроку
    [barred] отмечено как жалоба на сотрудника
    [kept_apart] заявитель стал сотрудником, обращение передано мимо его начальника
    [bar_lifted] отметка о жалобе снята
    [redirected] переадресовано
    [left] закрыто без ответа по существу
   *[other] { $what }
}
