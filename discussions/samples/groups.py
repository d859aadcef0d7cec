"""Ten groups: what they are for, and what is said in them. Each post is (who, text) or (who, text, number answered)."""

from __future__ import annotations

from typing import Any

#: Who speaks: names of the cast, or "other" and a number for people of other organizations.
A, C, OUT, M = "author", "colleague", "outsider", "moderator"

GROUPS: list[dict[str, Any]] = [
    {
        "title": "Water harvesting in dry lands",
        "host": "moderator",
        "summary": "People who build tanks, dams and ponds compare what holds and what it costs.",
        "language": "en",
        "spoken": ["en", "fr", "ar"],
        "goals": [6, 13],
        "purpose": "<p>We compare what holds water in dry lands, and who looks after it afterwards.</p>"
        "<ul><li>Ask before you build.</li><li>Tell what failed, too.</li></ul>",
        "useful": ["Rain water kept in village tanks", "Hearing with civil society on water and health"],
        "rules": "Be brief and kind.\nSay where you work.\nNo advertising for products.",
        "moderation": "newcomers",
        "members": [A, C, OUT],
        "topics": [
            {
                "title": "Ferro-cement tanks crack after the first rains",
                "pinned": True,
                "posts": [
                    (
                        A,
                        "Three of our twelve tanks of ferro-cement crack near the foot after the first heavy rains.\n\n"
                        "We use:\n- chicken wire in two layers\n- a mix of 1 to 3\n- seven days of "
                        "wetting\n\nWhat do others do?",
                    ),
                    (
                        OUT,
                        "Ours cracked too until we wetted them for 21 days. Seven is too short in the wind of June.",
                        1,
                    ),
                    (
                        "other1",
                        "Nous ajoutons de la chaux au dernier enduit, dans les proportions de un pour dix. "
                        "Les fissures se referment d'elles-mêmes pendant la première saison.",
                    ),
                    (A, "Thank you both. How much does the lime add to the price of a tank?", 3),
                    ("other1", "Environ quatre dollars pour un réservoir de 9 000 litres.", 4),
                    ("other2", "نغطي الخزانات بأكياس مبللة ثلاثة أسابيع، ولم يتشقق أي منها منذ عامين."),
                    (M, "Very useful. I put the three answers into one note and pin this topic."),
                ],
            },
            {
                "title": "Qui entretient les citernes après le départ du projet ?",
                "language": "fr",
                "posts": [
                    (
                        "other1",
                        "Dans notre région, une citerne sur cinq ne sert plus après trois ans. Qui, chez vous, "
                        "paie les réparations ?",
                    ),
                    (OUT, "Each family puts aside one tin of maize after the harvest; the women's group sells it.", 1),
                ],
            },
            {
                "title": "Does anybody line ponds with clay?",
                "posts": [
                    (C, "We have no plastic sheet and much clay. Has anybody lined a pond of 200 m³ with clay alone?")
                ],
            },
        ],
        "reported": (0, 2, "It recommends what does not work everywhere."),
        "waiting": ("other10", "We sell the best tanks, see https://tanks.example.com"),
    },
    {
        "title": "Consultation on the review of reporting",
        "host": "moderator",
        "summary": "Organizations in consultative status say what the four-yearly report should ask, and what not.",
        "language": "en",
        "spoken": ["en", "es", "fr"],
        "goals": [16, 17],
        "purpose": "<p>We ask before the report's form is written anew, and say what became of each point.</p>",
        "rules": "Answer the questions one by one.\nSpeak for your organization.",
        "moderation": "after",
        "members": [A, C, OUT],
        "topics": [
            {
                "title": "What should the report ask?",
                "consultation": "closed",
                "questions": [
                    "Which questions of the report are of use to you yourselves?",
                    "What takes most of the time?",
                    "What should be asked that is not?",
                ],
                "posts": [
                    (M, "Three questions, four weeks. Short answers are welcome; answer one question in each post."),
                    (A, "The list of meetings that we took part in: we use it for our own annual report.", 1, 1),
                    (OUT, "Searching for the dates of meetings of three years ago takes us two days.", 1, 2),
                    ("other3", "Debería preguntarse qué cambió después de cada reunión, no sólo quién asistió.", 1, 3),
                    (C, "Let the dates be filled in from the registrations that you have already.", 3, 2),
                ],
                "summary": "Eleven organizations answered.\n\n- Dates will be filled in from registrations.\n"
                "- A question on what changed afterwards will be tested in the next round.\n- The "
                "list of meetings stays.",
                "taken_up": [
                    (
                        "Fill in dates from registrations",
                        "yes",
                        "The data are there; it saves two days for each report.",
                    ),
                    ("Ask what changed after a meeting", "partly", "Tested with twenty organizations first."),
                    ("Drop the list of meetings", "no", "Most who answered use it themselves."),
                ],
            },
            {
                "title": "In which languages should the help texts be?",
                "consultation": "open",
                "questions": [
                    "Which language do your colleagues write the report in?",
                    "Would examples help more than rules?",
                ],
                "posts": [
                    (M, "Please say in which languages you need the help texts most."),
                    ("other3", "En español, con ejemplos.", 1, 1),
                ],
            },
        ],
    },
    {
        "title": "Seed keepers",
        "host": "author",
        "summary": "A closed circle of people who keep local seed and exchange it.",
        "language": "en",
        "spoken": ["en"],
        "goals": [2, 15],
        "access": "closed",
        "purpose": "<p>We exchange seed and tell where it is kept. What is said here stays here.</p>",
        "rules": "Nothing leaves this group without its author's consent.",
        "members": [C],
        "asking": ["other4"],
        "topics": [
            {
                "title": "Where the sorghum is kept this year",
                "posts": [
                    (A, "The red sorghum is with three families again; please ask before you visit."),
                    (C, "I can bring the white one in March.", 1),
                ],
            },
        ],
    },
    {
        "title": "Escuelas bilingües",
        "host": "other3",
        "summary": "Docentes y organizaciones que enseñan en dos lenguas comparten materiales.",
        "language": "es",
        "spoken": ["es", "en"],
        "goals": [4, 10],
        "purpose": "<p>Compartimos materiales, métodos y dudas de las escuelas que enseñan en dos lenguas.</p>",
        "members": [OUT, C],
        "topics": [
            {
                "title": "¿A qué edad empieza la segunda lengua?",
                "language": "es",
                "posts": [
                    ("other3", "Nosotros empezamos a leer en la segunda lengua en tercer grado. ¿Y ustedes?"),
                    (OUT, "In our cooperative's school in grade two, but only spoken.", 1),
                    ("other5", "En primer grado, con canciones; la lectura llega después.", 1),
                ],
            },
            {
                "title": "Cuentos con audio sin conexión",
                "language": "es",
                "posts": [("other5", "¿Alguien tiene cuentos en audio que funcionen sin Internet?")],
            },
        ],
    },
    {
        "title": "النساء والوصول إلى العدالة",
        "host": "other2",
        "summary": "منظمات تقدم المساعدة القانونية للنساء تتبادل الخبرات والنماذج.",
        "language": "ar",
        "spoken": ["ar", "fr"],
        "goals": [5, 16],
        "access": "members",
        "purpose": "<p>نتبادل ما نجح في تقديم المساعدة القانونية للنساء في القرى والمدن.</p>",
        "members": ["other1"],
        "topics": [
            {
                "title": "عيادات قانونية متنقلة: كم تكلف؟",
                "language": "ar",
                "posts": [
                    ("other2", "نزور ست قرى كل شهر بسيارة واحدة ومحاميتين. الوقود أكبر تكلفة. كيف تفعلون أنتم؟"),
                    ("other1", "Nous partageons le véhicule avec l'équipe de santé : la moitié du coût.", 1),
                ],
            },
        ],
    },
    {
        "title": "Accessible towns",
        "host": "moderator",
        "summary": "How towns become usable for everybody, and who checks it.",
        "language": "en",
        "spoken": ["en", "ru"],
        "goals": [10, 11],
        "purpose": "<p>From bus stops to ballot boxes: what was changed, who tested it, what it cost.</p>",
        "rules": "Describe pictures in words.",
        "members": [A, "other6"],
        "topics": [
            {
                "title": "Testing with the people concerned",
                "posts": [
                    (A, "Our testers are paid like any other expert. Do you pay yours?"),
                    ("other6", "Да, мы платим за каждую проверку и публикуем имена экспертов, если они согласны.", 1),
                    (M, "Several cities now write this into their contracts.", 2),
                ],
            },
            {
                "title": "Tactile maps by simple means",
                "posts": [("other6", "Кто печатал тактильные карты на обычном принтере? Какая бумага держит рельеф?")],
            },
        ],
    },
    {
        "title": "青年与气候行动",
        "host": "other7",
        "summary": "青年组织交流社区气候行动的经验。",
        "language": "zh-hans",
        "spoken": ["zh-hans", "en"],
        "goals": [13],
        "purpose": "<p>分享青年组织在社区开展的气候行动:做了什么,花了多少,学到了什么。</p>",
        "members": [OUT],
        "topics": [
            {
                "title": "如何让学校参与垃圾分类?",
                "language": "zh-hans",
                "posts": [
                    ("other7", "我们在六所学校试行了垃圾分类,第一个月效果很好,第二个月就松懈了。大家有什么办法?"),
                    (OUT, "Let each class weigh its own waste on Fridays and write the figure on the door.", 1),
                ],
            },
        ],
    },
    {
        "title": "Santé communautaire au Sahel",
        "host": "other1",
        "summary": "Agentes de santé et associations partagent ce qui marche loin des hôpitaux.",
        "language": "fr",
        "spoken": ["fr", "ar"],
        "goals": [3],
        "purpose": "<p>Nous partageons ce qui marche loin des hôpitaux : formation, transport, chaîne du froid.</p>",
        "members": ["other2", C],
        "topics": [
            {
                "title": "Garder les vaccins au froid sans réseau",
                "language": "fr",
                "posts": [
                    ("other1", "Nos glacières tiennent trente heures. Qui a mieux, à quel prix ?"),
                    ("other2", "لدينا ثلاجات شمسية صغيرة من دون بطاريات تعمل منذ أربع سنوات.", 1),
                ],
            },
        ],
    },
    {
        "title": "Старшие поколения в сети",
        "host": "other6",
        "summary": "Как научить пожилых людей пользоваться интернетом без страха.",
        "language": "ru",
        "spoken": ["ru"],
        "goals": [3, 10],
        "purpose": "<p>Обмениваемся программами курсов и тем, что помогло людям не бояться телефона.</p>",
        "members": ["other7"],
        "topics": [
            {
                "title": "С чего начинать первый урок?",
                "language": "ru",
                "posts": [("other6", "Мы начинаем с видеозвонка внукам: после этого боятся меньше. А вы?")],
            },
        ],
    },
    {
        "title": "Partnerships that last",
        "host": "other8",
        "summary": "What keeps a partnership alive after the funds have ended.",
        "language": "en",
        "spoken": ["en"],
        "goals": [17],
        "access": "members",
        "moderation": "before",
        "purpose": "<p>Honest stories of partnerships after the money: what stayed, what went, and why.</p>",
        "members": [A, OUT],
        "topics": [
            {
                "title": "The first year without funds",
                "posts": [
                    ("other8", "Our partner stayed because the two bookkeepers had become friends. What kept yours?")
                ],
            },
        ],
        "waiting": ("outsider", "Ours stayed because we had written down who owns the boats."),
    },
]
