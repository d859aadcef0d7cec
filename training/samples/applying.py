"""The course “Applying for consultative status”.

Facts: ECOSOC resolution 1996/31 and Article 71 of the Charter; the NGO Branch's page on how to apply; the reports of
the Committee on NGOs. What differs from year to year is said to differ.
"""

from __future__ import annotations

from typing import Any

from training.samples.applying_quizzes import KINDS, WAY
from training.samples.parts import lesson, quiz, wording

COURSE: dict[str, Any] = {
    "title": "Applying for consultative status",
    "summary": "What consultative status with the Economic and Social Council is, who can have it, what the "
    "application needs, and what comes after the decision.",
    "language": "en",
    "objectives": "<ul><li>tell the three kinds of status apart</li><li>know whether your organization can apply"
    "</li><li>put the documents together</li><li>follow the application to its decision</li><li>know when the first "
    "report is due</li></ul>",
    "for_whom": "Anybody in an organization who will write the application, or answers the Committee's questions.",
    "level": "first",
    "award": "achievement",
    "goals": ["16", "17"],
    "topics": ["partnerships-and-capacity"],
}

STRUCTURE: list[dict[str, Any]] = [
    {
        "wording": wording(
            title=("Before you apply", "Avant la demande", "قبل تقديم الطلب"),
            summary=(
                "What the status is, and who can have it.",
                "Ce qu'est le statut et qui peut l'obtenir.",
                "ما هو المركز الاستشاري ومن يمكنه الحصول عليه.",
            ),
        ),
        "lessons": [
            lesson(
                ("What consultative status is", "Ce qu'est le statut consultatif", "ما هو المركز الاستشاري"),
                (
                    "<p>Article 71 of the Charter lets the Economic and Social Council consult with non-governmental "
                    "organizations. How it does so stands in its resolution 1996/31. An organization in consultative "
                    "status may attend meetings and make its views known; it does not vote and does not become a part "
                    "of the United Nations.</p><p>Read the resolution once, in whole: everything that the Committee "
                    "asks comes from it.</p>",
                    "<p>L'Article 71 de la Charte permet au Conseil économique et social de consulter des "
                    "organisations non gouvernementales. Les modalités figurent dans sa résolution 1996/31. Une "
                    "organisation dotée du statut consultatif peut assister à des réunions et faire connaître ses "
                    "vues ; elle ne vote pas et ne fait pas partie de l'Organisation des Nations Unies.</p><p>Lisez la "
                    "résolution une fois en entier : tout ce que le Comité demande en découle.</p>",
                    "<p>تتيح المادة 71 من الميثاق للمجلس الاقتصادي والاجتماعي أن يتشاور مع المنظمات غير الحكومية، "
                    "ويبيّن قراره 1996/31 كيفية ذلك. وللمنظمة ذات المركز الاستشاري أن تحضر الجلسات وتعرض آراءها، لكنها "
                    "لا تصوّت ولا تصبح جزءا من الأمم المتحدة.</p><p>اقرأوا القرار مرة كاملا: فكل ما تسأل عنه اللجنة "
                    "مصدره هذا القرار.</p>",
                ),
            ),
            lesson(
                ("The three kinds", "Les trois catégories", "الفئات الثلاث"),
                (
                    "<ul><li><strong>General</strong>: large organizations whose work covers most of what the Council "
                    "deals with. They may also propose items for its agenda.</li><li><strong>Special</strong>: "
                    "organizations that know a few of these fields well. Most applicants ask for this.</li><li><strong>"
                    "Roster</strong>: organizations that can contribute now and then. They have no report to write.</li>"
                    "</ul><p>General and Special may circulate written statements; the rules of each body say how long "
                    "they may be.</p>",
                    "<ul><li><strong>Statut général</strong> : grandes organisations dont l'action couvre la plupart "
                    "des domaines du Conseil. Elles peuvent aussi proposer des points à l'ordre du jour.</li><li>"
                    "<strong>Statut spécial</strong> : organisations qui connaissent bien quelques-uns de ces domaines. "
                    "La plupart des candidates le demandent.</li><li><strong>Liste</strong> : organisations qui peuvent "
                    "contribuer de temps à autre. Elles n'ont pas de rapport à écrire.</li></ul><p>Les statuts général "
                    "et spécial permettent de faire distribuer des exposés écrits ; chaque organe en fixe la "
                    "longueur.</p>",
                    "<ul><li><strong>المركز العام</strong>: منظمات كبيرة يشمل عملها معظم ما يتناوله المجلس، ولها أيضا "
                    "أن تقترح بنودا لجدول أعماله.</li><li><strong>المركز الخاص</strong>: منظمات لها معرفة جيدة ببعض هذه "
                    "الميادين، وهو ما يطلبه معظم مقدمي الطلبات.</li><li><strong>القائمة</strong>: منظمات يمكنها أن تسهم "
                    "من حين إلى آخر، وليس عليها تقرير.</li></ul><p>وللمركزين العام والخاص تعميم بيانات مكتوبة، وتحدّد "
                    "قواعد كل هيئة طولها.</p>",
                ),
            ),
            lesson(
                ("Can we apply?", "Pouvons-nous présenter une demande ?", "هل يمكننا تقديم طلب؟"),
                (
                    "<p>Your organization should be able to say yes five times:</p><ol><li>Our work bears on what the "
                    "Council deals with.</li><li>We have been registered for at least two years.</li><li>Our members "
                    "take decisions in a democratic way.</li><li>Most of our money comes from members or other "
                    "non-governmental sources.</li><li>Our aims agree with the Charter.</li></ol>",
                    "<p>Votre organisation devrait pouvoir répondre cinq fois oui :</p><ol><li>Notre action touche à ce "
                    "dont traite le Conseil.</li><li>Nous sommes enregistrés depuis deux ans au moins.</li><li>Nos "
                    "membres décident de manière démocratique.</li><li>L'essentiel de nos fonds vient des membres ou "
                    "d'autres sources non gouvernementales.</li><li>Nos buts sont conformes à la Charte.</li></ol>",
                    "<p>ينبغي أن تستطيع منظمتكم أن تجيب بنعم خمس مرات:</p><ol><li>يتصل عملنا بما يتناوله المجلس.</li>"
                    "<li>مضى على تسجيلنا سنتان على الأقل.</li><li>يتخذ أعضاؤنا القرارات بطريقة ديمقراطية.</li><li>معظم "
                    "أموالنا من الأعضاء أو من مصادر غير حكومية أخرى.</li><li>أهدافنا متفقة مع الميثاق.</li></ol>",
                ),
                quiz(
                    ("Check yourself: the kinds", "Vérifiez vos acquis : les catégories", "اختبروا أنفسكم: الفئات"),
                    "The kinds of status",
                    KINDS,
                    pass_percent=60,
                ),
            ),
        ],
    },
    {
        "opens_after": 0,
        "wording": wording(
            title=("From the form to the decision", "Du formulaire à la décision", "من الاستمارة إلى القرار"),
            summary=(
                "Documents, questions, sessions, and the years after.",
                "Documents, questions, sessions, et les années suivantes.",
                "الوثائق والأسئلة والدورات وما بعدها من سنوات.",
            ),
        ),
        "lessons": [
            lesson(
                ("The documents", "Les documents", "الوثائق"),
                (
                    "<p>Collect these before you begin the form:</p><ul><li>the constitution or by-laws, with every "
                    "change;</li><li>the certificate of registration;</li><li>the latest financial statement and annual "
                    "report;</li><li>examples of what you published.</li></ul><p>The form is filled in in English or "
                    "French. Documents in another language come with a translation into one of the two. Leave no "
                    "question empty: write “not applicable” where it is. What you write should agree with your web "
                    "site.</p>",
                    "<p>Réunissez avant de commencer :</p><ul><li>les statuts, avec toutes leurs modifications ;</li>"
                    "<li>le certificat d'enregistrement ;</li><li>le dernier état financier et le dernier rapport "
                    "annuel ;</li><li>des exemples de vos publications.</li></ul><p>Le formulaire se remplit en anglais "
                    "ou en français. Tout document dans une autre langue est accompagné d'une traduction dans l'une des "
                    "deux. Ne laissez aucune question vide : écrivez « sans objet » le cas échéant. Vos réponses "
                    "doivent concorder avec votre site Web.</p>",
                    "<p>اجمعوا ما يلي قبل البدء بالاستمارة:</p><ul><li>النظام الأساسي مع كل تعديلاته؛</li><li>شهادة "
                    "التسجيل؛</li><li>آخر بيان مالي وآخر تقرير سنوي؛</li><li>أمثلة مما نشرتموه.</li></ul><p>تُملأ "
                    "الاستمارة بالإنكليزية أو الفرنسية، وتُرفق بكل وثيقة بلغة أخرى ترجمة إلى إحداهما. ولا تتركوا سؤالا "
                    "فارغا: اكتبوا «لا ينطبق» حيث يلزم. وينبغي أن يتفق ما تكتبونه مع موقعكم الشبكي.</p>",
                ),
                minutes=8,
            ),
            lesson(
                ("The way to the decision", "Le chemin vers la décision", "الطريق إلى القرار"),
                (
                    "<p>Applications that arrive by 1 June are taken up in the following year. The NGO Branch looks them "
                    "through and asks for what is missing. The Committee on NGOs, nineteen Member States, meets twice a "
                    "year, in a regular and in a resumed session. It recommends, or asks questions and defers to the "
                    "next session; many applications are deferred more than once. Answer in time: an application whose "
                    "questions stay unanswered can be closed. The Council takes the decision.</p>",
                    "<p>Les demandes reçues au plus tard le 1er juin sont examinées l'année suivante. Le Service des ONG "
                    "les étudie et demande ce qui manque. Le Comité chargé des ONG, dix-neuf États Membres, se réunit "
                    "deux fois par an, en session ordinaire et à la reprise de celle-ci. Il recommande, ou pose des "
                    "questions et reporte l'examen ; beaucoup de demandes sont reportées plus d'une fois. Répondez à "
                    "temps : une demande dont les questions restent sans réponse peut être close. C'est le Conseil qui "
                    "décide.</p>",
                    "<p>يُنظر في الطلبات الواردة بحلول 1 حزيران/يونيه في السنة التالية. ويراجعها فرع المنظمات غير الحكومية "
                    "ويطلب ما ينقصها. وتجتمع اللجنة المعنية بالمنظمات غير الحكومية، وهي تسع عشرة دولة عضوا، مرتين في "
                    "السنة، في دورة عادية ودورة مستأنفة. فإما أن توصي وإما أن تطرح أسئلة وترجئ النظر إلى الدورة التالية؛ "
                    "وكثير من الطلبات يُرجأ أكثر من مرة. أجيبوا في الموعد: فالطلب الذي تبقى أسئلته دون جواب قد يُغلق. "
                    "والقرار للمجلس.</p>",
                ),
                minutes=8,
            ),
            lesson(
                ("After the grant", "Après l'octroi", "بعد منح المركز"),
                (
                    "<p>Organizations in General and Special status report every four years on what they contributed to "
                    "the work of the United Nations. The first period begins in the year in which the status was "
                    "granted: granted in 2024, it covers 2024 to 2027. Without a report, the status is first suspended "
                    "and can then be withdrawn. Keep a short note of each meeting and project while you still remember "
                    "it: in four years the report writes itself.</p>",
                    "<p>Les organisations dotées des statuts général et spécial rendent compte tous les quatre ans de "
                    "leur contribution aux travaux de l'Organisation. La première période commence l'année de "
                    "l'octroi : accordé en 2024, le statut donne lieu à un rapport sur 2024 à 2027. Sans rapport, le "
                    "statut est d'abord suspendu, puis peut être retiré. Notez en quelques mots chaque réunion et "
                    "chaque projet tant que vous vous en souvenez : dans quatre ans, le rapport sera presque écrit.</p>",
                    "<p>تقدّم المنظمات ذات المركزين العام والخاص كل أربع سنوات تقريرا عن إسهامها في أعمال الأمم المتحدة. "
                    "وتبدأ الفترة الأولى في سنة المنح: فإن مُنح المركز في 2024 شملت السنوات من 2024 إلى 2027. وبغير تقرير "
                    "يُعلّق المركز أولا ثم قد يُسحب. دوّنوا بإيجاز كل اجتماع ومشروع ما دمتم تذكرونه: فبعد أربع سنوات يكاد "
                    "التقرير يكتب نفسه.</p>",
                ),
                quiz(
                    ("Check yourself: the way", "Vérifiez vos acquis : le chemin", "اختبروا أنفسكم: الطريق"),
                    "The way to the decision",
                    WAY,
                    pass_percent=60,
                ),
            ),
        ],
    },
]
