### What employees read beside their queues: their desk, their two hats.

button-desk = Ещё
employee-desk = Что ещё открыть?
unsound-unit-unknown = Такого подразделения нет: { $named }. Сначала заведите его или выберите другое.
unsound-parent-unknown = Вышестоящего подразделения { $named } нет. Выберите другое.
unsound-parent-circle = Так подразделения подчинялись бы друг другу по кругу. Выберите другое вышестоящее.
unsound-head-unknown = Начальника { $named } в списке сотрудников нет. Сначала назначьте другого начальника подразделения { $id }.
unsound-head-elsewhere = { $named } не может быть начальником подразделения { $id }: он должен работать в нём и иметь роль «начальник».
unsound-signatory-unknown = Подписанта { $named } в списке сотрудников нет. Сначала выберите другого для подразделения { $id }.
unsound-deputy-unknown = Заместителя { $named } в списке сотрудников нет. Выберите другого.
unsound-deputy-self = Нельзя замещать самого себя. Выберите коллегу.
