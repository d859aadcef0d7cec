"""The course “Writing a best practice that others can repeat”."""

from __future__ import annotations

from typing import Any

from training.samples.parts import choice, lesson, order, quiz, wording

COURSE: dict[str, Any] = {
    "title": "Writing a best practice that others can repeat",
    "summary": "How to tell what you did so that somebody who was not there could do it too: the problem, the steps, "
    "the evidence, and what you would do differently.",
    "language": "en",
    "objectives": "<ul><li>describe a problem with figures</li><li>write steps that others can follow</li><li>say what "
    "is evidence and what is hope</li><li>name what did not work</li></ul>",
    "for_whom": "Staff and volunteers who share what their organization did. No experience in writing is needed.",
    "level": "first",
    "award": "participation",
    "goals": ["17"],
    "topics": ["partnerships-and-capacity"],
}

_QUIZ = [
    choice(
        (
            "Which sentence tells a reader most?",
            "Quelle phrase en dit le plus ?",
            "أي جملة تقول للقارئ أكثر؟",
        ),
        (
            "It has a number, a place, a time and a source.",
            "Elle donne un chiffre, un lieu, un moment et une source.",
            "فيها رقم ومكان وزمان ومصدر.",
        ),
        (
            False,
            (
                "Many people were reached.",
                "Beaucoup de personnes ont été touchées.",
                "استفاد كثير من الناس.",
            ),
        ),
        (
            True,
            (
                "In 2023, 340 of 400 families in six villages stored 9,000 litres each (our survey).",
                "En 2023, 340 familles sur 400, dans six villages, ont stocké 9 000 litres chacune (notre enquête).",
                "في سنة 2023 خزّنت 340 أسرة من أصل 400 في ست قرى 9000 لتر لكل منها (مسحنا).",
            ),
        ),
        (False, ("The project was a success.", "Le projet fut une réussite.", "كان المشروع ناجحا.")),
    ),
    choice(
        (
            "What helps others most to repeat a practice?",
            "Qu'est-ce qui aide le plus les autres à reproduire une pratique ?",
            "ما الذي يعين الآخرين أكثر على تكرار الممارسة؟",
        ),
        (
            "What went wrong saves others the same mistake.",
            "Ce qui a mal tourné épargne aux autres la même erreur.",
            "ذكر ما تعثّر يجنّب الآخرين الخطأ نفسه.",
        ),
        (True, ("What it cost and who paid", "Ce que cela a coûté et qui a payé", "كم كلّف ومن دفع")),
        (True, ("What did not work", "Ce qui n'a pas marché", "ما لم ينجح")),
        (
            False,
            ("A list of the guests at the opening", "La liste des invités à l'inauguration", "قائمة ضيوف الافتتاح"),
        ),
        kind="multiple",
    ),
    order(
        (
            "In which order does a reader want to know it?",
            "Dans quel ordre le lecteur veut-il l'apprendre ?",
            "بأي ترتيب يريد القارئ أن يعرف؟",
        ),
        (
            "First why, then how, then with what result, then how to do it oneself.",
            "D'abord pourquoi, puis comment, puis avec quel résultat, puis comment faire soi-même.",
            "أولا لماذا، ثم كيف، ثم بأي نتيجة، ثم كيف يفعل ذلك بنفسه.",
        ),
        ("The problem", "Le problème", "المشكلة"),
        ("What was done", "Ce qui a été fait", "ما تمّ عمله"),
        ("What came of it", "Ce qu'il en est résulté", "ما نتج عنه"),
        ("How to repeat it", "Comment le reproduire", "كيف يُكرَّر"),
    ),
]

STRUCTURE: list[dict[str, Any]] = [
    {
        "wording": wording(
            title=("Telling what you did", "Dire ce que vous avez fait", "رواية ما فعلتموه"),
            summary=(
                "From the problem to the steps.",
                "Du problème aux étapes.",
                "من المشكلة إلى الخطوات.",
            ),
        ),
        "lessons": [
            lesson(
                ("Begin with the problem", "Commencer par le problème", "البدء بالمشكلة"),
                (
                    "<p>A reader asks first: is this my problem too? Say who had it, where, since when, and how you "
                    "know. “Wells in twelve villages fall dry from June to September; women walk two hours” says more "
                    "than “lack of access to water”.</p><p>Try it: write two sentences, one with a number in it.</p>",
                    "<p>Le lecteur se demande d'abord : est-ce aussi mon problème ? Dites qui l'avait, où, depuis quand "
                    "et comment vous le savez. « Les puits de douze villages tarissent de juin à septembre ; les femmes "
                    "marchent deux heures » en dit plus que « manque d'accès à l'eau ».</p><p>Essayez : deux phrases, "
                    "dont l'une avec un chiffre.</p>",
                    "<p>يسأل القارئ أولا: هل هذه مشكلتي أيضا؟ قولوا من عانى منها وأين ومنذ متى وكيف عرفتم. «تجفّ آبار اثنتي "
                    "عشرة قرية من حزيران/يونيه إلى أيلول/سبتمبر وتمشي النساء ساعتين» أبلغ من «صعوبة الحصول على "
                    "الماء».</p><p>جرّبوا: اكتبوا جملتين في إحداهما رقم.</p>",
                ),
            ),
            lesson(
                ("Write steps, not praise", "Des étapes, pas des éloges", "خطوات لا مديح"),
                (
                    "<p>Write each step so that somebody could do it tomorrow: who decided, who built, with which "
                    "material, in how many days. Leave out adjectives; a reader in another country cannot check "
                    "“innovative”, but can count masons and sacks of cement.</p>",
                    "<p>Écrivez chaque étape de sorte que quelqu'un puisse la faire demain : qui a décidé, qui a "
                    "construit, avec quel matériel, en combien de jours. Laissez les adjectifs ; dans un autre pays, on "
                    "ne peut vérifier « innovant », mais on peut compter les maçons et les sacs de ciment.</p>",
                    "<p>اكتبوا كل خطوة بحيث يستطيع أحد أن ينفذها غدا: من قرّر ومن بنى وبأي مواد وفي كم يوم. واتركوا "
                    "الصفات؛ فالقارئ في بلد آخر لا يستطيع أن يتحقق من كلمة «مبتكر» لكنه يستطيع أن يعدّ البنّائين وأكياس "
                    "الإسمنت.</p>",
                ),
            ),
        ],
    },
    {
        "opens_after": 0,
        "wording": wording(
            title=("Showing what came of it", "Montrer ce qu'il en est résulté", "إظهار ما نتج عنه"),
            summary=(
                "Evidence, failures, and the way for others.",
                "Preuves, échecs, et le chemin pour les autres.",
                "الأدلة وما تعثّر والطريق لمن بعدكم.",
            ),
        ),
        "lessons": [
            lesson(
                ("Evidence and hope", "Preuve et espoir", "الدليل والأمل"),
                (
                    "<p>Say what you measured, how, and when. Say what you only believe, and call it that. A small true "
                    "figure is worth more than a large doubtful one. Protect the people you counted: no names, no "
                    "pictures without their consent.</p>",
                    "<p>Dites ce que vous avez mesuré, comment et quand. Dites ce que vous croyez seulement, et "
                    "présentez-le ainsi. Un petit chiffre vrai vaut mieux qu'un grand douteux. Protégez les personnes "
                    "comptées : pas de noms, pas d'images sans leur accord.</p>",
                    "<p>قولوا ماذا قِستم وكيف ومتى. وقولوا ما تظنّونه فقط وسمّوه ظنا. فالرقم الصغير الصحيح خير من الكبير "
                    "المشكوك فيه. واحموا من عددتموهم: لا أسماء ولا صور بغير رضاهم.</p>",
                ),
            ),
            lesson(
                ("So that others can repeat it", "Pour que d'autres puissent le refaire", "ليتمكّن غيركم من تكراره"),
                (
                    "<p>End with what must be there before one starts, what can be changed, what it costs to keep going, "
                    "and what you would do differently. Then give it to somebody who was not there, and ask: could you "
                    "do it? What they ask you belongs into the text.</p>",
                    "<p>Terminez par ce qui doit exister avant de commencer, ce qui peut être changé, ce que coûte la "
                    "suite et ce que vous feriez autrement. Donnez ensuite le texte à quelqu'un qui n'y était pas : "
                    "pourriez-vous le faire ? Ce qu'on vous demande a sa place dans le texte.</p>",
                    "<p>اختموا بما يجب أن يتوفر قبل البدء وما يمكن تغييره وكلفة الاستمرار وما كنتم ستفعلونه على نحو آخر. ثم "
                    "أعطوا النص لمن لم يكن حاضرا واسألوه: هل تستطيع أن تفعله؟ وما يسألكم عنه مكانه في النص.</p>",
                ),
                quiz(
                    ("Check yourself", "Vérifiez vos acquis", "اختبروا أنفسكم"),
                    "Writing a practice",
                    _QUIZ,
                    pass_percent=60,
                ),
            ),
        ],
    },
]
