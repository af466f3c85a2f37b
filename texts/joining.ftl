### People of the staff list, and how they join: invitations, codes, a second person's word.

button-staff = Сотрудники
button-staff-find = Найти по имени
staff-units =
    Подразделения: { $total }. Выберите, чьих сотрудников показать.
staff-people =
    { $unit }: { $total ->
        [0] сотрудников нет
        [one] { $total } сотрудник
        [few] { $total } сотрудника
       *[many] { $total } сотрудников
    }. Кого показать?
staff-ask-name = Напишите фамилию, имя или их начало.
staff-none-found = Никого с таким именем среди ваших сотрудников нет. Напишите иначе или выберите подразделение.
staff-found =
    { $total ->
        [one] Нашёлся { $total } сотрудник.
        [few] Нашлось { $total } сотрудника.
       *[many] Нашлось { $total } сотрудников.
    } Если здесь нет того, кого вы ищете, допишите имя.
no-such-person = Такого сотрудника среди доступных вам нет. Напишите «Меню» — покажем, что можно сделать.

person-page =
    { $name }
    { $post }, { $unit }

    Роли: { $roles }{ $phone ->
        [none] {""}
       *[other] {"\u000A"}Телефон: { $phone }
    }{ $deputy ->
        [none] {""}
       *[other] {"\u000A"}Замещает: { $deputy }
    }
    { $access }
access-joined = Работает здесь: { $channel ->
        [telegram] Telegram
        [vk] ВКонтакте
       *[other] { $channel }
    }.
access-waits = Прислал код и ждёт, пока доступ подтвердит второй человек.
access-invited = Приглашение действует до { $until }.
access-none = Ещё не работает здесь.

role-employee = сотрудник
role-officer = исполнитель
role-head = начальник отдела
role-controller = контролёр
role-signatory = подписант
role-administrator = администратор
