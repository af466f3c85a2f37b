### What is said before the reply: questions to a client, progress, promises; and internal notes.

## To clients

question-to-client =
    { $greeting }

    Вам пишет { $ministry }: { $name }, { $post }. Готовим ответ на ваше обращение { $number } от { $date }, и нам нужно кое-что уточнить.

    { $text }

    Чтобы ответить, нажмите «Ответить» или просто напишите сюда. Можно несколькими сообщениями, с фото и документами. Спасибо!
progress-to-client =
    { $greeting }

    Пишем о вашем обращении { $number } от { $date }.

    { $text }

    { $next }

    { $name }, { $post }
    { $unit }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
promise-to-client =
    { $greeting }

    Пишем о вашем обращении { $number } от { $date }.

    { $text }

    Обещаем: до { $until }.

    { $name }, { $post }
    { $unit }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
kept-to-client =
    { $greeting }

    Обещали вам по обращению { $number }: до { $until }.{ $late ->
        [yes] {" "}Простите, что получилось позже.
       *[no] {""}
    }

    { $text }

    { $next }

    { $name }, { $post }
    { $unit }{ $phone ->
        [none] {""}
       *[other] {", "}тел. { $phone }
    }
told-no-reply-yet = Это ещё не окончательный ответ. { $promise }
told-goes-on = Мы продолжаем заниматься этим вопросом.

button-answer = Ответить
ask-answer = Напишите ответ на вопрос по { THING($number, "dat") } { $number }. Можно приложить фото и документы.
answer-passed = Передали ваш ответ по обращению { $number } сотруднику. Если вы написали о другом, нажмите кнопку ниже.
answer-too-late = { THING($number, "Nom") } { $number } уже { AGREE($number, "закрыто", "закрыт") }, поэтому к нему это не добавили.
question-waits = Вопрос по { THING($number, "dat") } { $number } всё ещё ждёт вашего ответа.
status-asked = Ждём ваш ответ на вопрос. Отвечает: { $unit }
already-closed = Обращение { $number } уже закрыто, причину мы вам писали. Если остался вопрос, просто напишите его — заведём новое обращение.

## To officers: questions and progress

button-clarify = Уточнить
ask-clarify = Напишите все вопросы { ASKER($number, "dat") } по { THING($number, "dat") } { $number } одним сообщением, можно с файлами. Кто спрашивает и зачем, добавим сами.
ask-inform = Напишите, что сделано по { THING($number, "dat") } { $number } и что будет дальше. { THING($number, "Nom") } останется открытым, срок идёт.
told-preview = Так это увидит { ASKER($number, "nom") } по { THING($number, "dat") } { $number }{ $files ->
        [yes] {" "}(и файлы, которые вы приложили)
       *[no] {""}
    }. Чтобы изменить, пришлите новый текст.
told-words-wanted = К файлам нужны слова: напишите, о чём они. Файлы мы сохранили.
told-otherwise = Текст записан в обращение { $number }. Оно пришло не через мессенджер, поэтому передайте текст клиенту сами — тем же путём, которым он обратился.
asked-client = Вопрос по { THING($number, "dat") } { $number } отправили { ASKER($number, "dat") }. Когда он ответит, сообщим.
informed = Сообщение по { THING($number, "dat") } { $number } отправили { ASKER($number, "dat") }. { THING($number, "Nom") } остаётся открытым.
button-do-inform = Сообщить о ходе дела
card-asked = { $status } · ждём ответа на вопрос
entry-question = { $who }, вопрос клиенту
entry-interim = { $who }, промежуточный ответ
entry-notice = { $who }, сообщение клиенту
entry-oral = { $who }, устный ответ
notice-answered_question =
    { ASKER($number, "Nom") } ответил на вопрос по { THING($number, "dat") } { $number } ({ $left })

    { $text }
button-answer-own = Ответ по { THING($number, "dat") } { $number }

## To officers: promises

button-do-promise = Пообещать срок
button-do-kept = Обещание выполнено
button-kept-until = До { $at }
ask-promise = До какого дня и часа вы обещаете это { ASKER($number, "dat") } по { THING($number, "dat") } { $number }? Напишите так: завтра до 15:00 или 15.12.2026 15:00. Мы напомним.
ask-promise-words = Напишите { ASKER($number, "dat") } по { THING($number, "dat") } { $number }, что именно обещаете. Срок добавим сами: до { $until }.
moment-not-understood = Не получилось разобрать время. Напишите его так: завтра до 15:00 или 15.12.2026 15:00.
hour-wanted = Не хватает часа. Напишите день и час, например: { $day } 15:00.
moment-past = Это время уже прошло: { $at }. Напишите то, которое ещё впереди.
moment-too-far = До этого времени больше года: { $at }. Напишите срок ближе.
moment-off = В это время никто не работает: { $at }. Ближайшее рабочее время — { $better }.
moment-off-between = В это время никто не работает: { $at }. Ближайшее рабочее время — { $before } или { $after }.
promise-no-calendar = Для этого дня ещё нет производственного календаря. Напишите срок ближе.
promise-moment-gone = Пока вы писали, обещанное время по { THING($number, "dat") } { $number } прошло, ничего не отправлено. Напишите новый день и час.
promised = Обещание по { THING($number, "dat") } { $number } отправили { ASKER($number, "dat") }: до { $until }. Напомним заранее.
no-promise = По { THING($number, "dat") } { $number } сейчас нет невыполненных обещаний.
choose-promise = Какое обещание по { THING($number, "dat") } { $number } выполнено?
ask-kept = Напишите { ASKER($number, "dat") }, что обещанное по { THING($number, "dat") } { $number } сделано (срок был до { $until }).
promise-kept = Обещание по { THING($number, "dat") } { $number } отмечено выполненным, { ASKER($number, "dat") } написали.

## Notes between colleagues

button-do-note = Заметка для коллег
ask-note = Напишите заметку к { THING($number, "dat") } { $number }. Её увидят только коллеги, { ASKER($number, "nom") } — никогда.
note-words-only = В заметке могут быть только слова. Напишите её текстом.
note-kept = Заметка к { THING($number, "dat") } { $number } записана. Её видят только сотрудники.
note-kept-without-files = Заметка к { THING($number, "dat") } { $number } записана, её видят только сотрудники. Файлы к заметкам не прикладываются: они остались у вас в чате.
note-changed = Заметка к { THING($number, "dat") } { $number } изменена. Прежняя тоже осталась на карточке.
note-change-too-long = Заметка к { THING($number, "dat") } { $number } осталась прежней: новая длиннее { $longest } знаков. Сократите её.
note-line =
    { $at } · заметка{ $edited ->
        [yes] {" "}(изменено)
       *[no] {""}
    }, { $who }:
    { $text }
notice-note =
    Коллега оставил заметку к { THING($number, "dat") } { $number } ({ $left })

    { $text }
