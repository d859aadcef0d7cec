"""Statements, requests and slots of the demonstration, invented."""

from __future__ import annotations

INSTRUCTIONS = (
    "Statements go to the Commission as they are received. Write about the theme of the hearing; "
    "names of persons are left out."
)

JOINT = """# Water that villages own

In the dry belt, 214 villages now keep rain for the dry months in tanks that their own people built and mend.[^1] What made the difference was not the cement. It was that the women who carry the water decided where each tank stands.

We ask the Commission to recommend three things:

1. that the right to water be written into budgets, with a line that villages can read;
2. that users of a well, women first, sit on the committee that looks after it;
3. that what was built be looked after: one dollar in ten for repair.

# What it takes

No new body is needed. Ministries, towns and associations can begin next season, and we will open our books, drawings and failures to all who ask.

[^1]: Count of the association, June 2026.
"""  # noqa: E501  # a paragraph is a line

FRENCH = """# De l’eau propre dans chaque centre de santé

Un accouchement sur trois a lieu, chez nous, dans un centre sans eau courante. Les sages-femmes la portent elles-mêmes.

Nous demandons que chaque plan national de santé dise, centre par centre, d’où vient l’eau, qui répare la pompe et qui paie.
"""  # noqa: E501

ARABIC = """# الماء حق لا سلعة

تدير لجان النساء في أحيائنا شبكات المياه الصغيرة منذ عشر سنوات، وقد انخفضت الأمراض المنقولة بالماء إلى النصف.

نطلب من اللجنة أن توصي بإشراك هذه اللجان في وضع خطط المياه والصحة.
"""

DRAFT = """Schools first: a tank on each roof, and soap beside each tap.
"""

#: (title, language, text, what becomes of it).
STATEMENTS = [
    ("Water that villages own", "en", JOINT, "joint"),
    ("De l’eau propre dans chaque centre de santé", "fr", FRENCH, "published"),
    ("الماء حق لا سلعة", "ar", ARABIC, "submitted"),
]
SIDE_EVENTS = [
    (
        "Wells that last: who mends the pump?",
        "Four villages show their books.\n\nSpeakers: two mechanics, a treasurer.",
    ),
    ("Midwives and water", "What a tap changes in a maternity ward.\n\nSpeakers: three midwives."),
]
