"""Two long articles, a policy proposal and an analysis, with headings, notes and authors."""
# ruff: noqa: E501  (texts of people, broken where they read well)

from typing import Any

ARTICLES: list[dict[str, Any]] = [
    {
        "day": "2024-02-19",
        "language": "en",
        "title": "A seat that fits: how small organizations can be heard at large meetings",
        "summary": "Small organizations pay most for a place at the table and use it least. Five changes to how meetings are prepared would cost little and could be tried at the next session.",
        "byline": "Wanjiru Kamau\nPeter Otieno",
        "body": (
            "<h3>The problem in one journey</h3>"
            "<p>In March a village water committee sent its treasurer to a meeting four thousand kilometres away. The ticket cost as much as two rain-water tanks. She waited two days for a slot of three minutes, which was then given to somebody else because the session ran late. She flew home with a badge.</p>"
            "<p>Nobody had done anything wrong. The rules for speaking were kept; the list was public; the chair apologised. And yet the committee decided never to send anybody again. Stories of this kind are told in every regional network that we spoke to [1].</p>"
            "<h3>Who comes, and who speaks</h3>"
            "<p>We looked at the attendance of forty organizations of our own network over six years. Those with fewer than five paid staff registered for one meeting in nine, and took the floor at one in twenty-six. Those with more than fifty staff registered for one in two, and took the floor at one in three.</p>"
            "<h4>Money is only half of it</h4>"
            "<p>Asked for their reasons, small organizations named the cost of travel first. But those who had received travel grants still spoke half as often as others. The next reasons were these: they learned of the agenda too late to ask their members; the working language was not theirs; and they did not know what had already been said.</p>"
            "<h4>Preparation is an advantage of size</h4>"
            "<p>A large organization keeps somebody whose work it is to read documents. A small one reads them on a telephone, at night, between two other duties. Whatever shortens that reading helps the small more than the large [2].</p>"
            "<h3>Five changes that cost little</h3>"
            "<ol><li><strong>Publish the agenda four weeks ahead</strong>, with one page for each point in plain words.</li>"
            "<li><strong>Collect written statements before the meeting</strong>, group them by the point they speak to, and let the chair read out what several say.</li>"
            "<li><strong>Keep one slot in four for those who have not spoken before.</strong> If nobody asks for it, it falls to the others.</li>"
            "<li><strong>Let a statement be made from elsewhere</strong>, by sound alone where the line is thin.</li>"
            "<li><strong>Tell each speaker afterwards what became of it</strong>: taken up, answered, left. One sentence is enough.</li></ol>"
            "<h3>What it would cost</h3>"
            "<p>Most of the work is done already, but late and in many places. We timed the drafting of one-page notes for a meeting of twelve points: it took a colleague three days. The grouping of statements took two people one day for 140 statements. The slots cost nothing.</p>"
            '<table><caption>Hours of work for a meeting of three days</caption><thead><tr><th scope="col">Change</th><th scope="col">Hours</th></tr></thead><tbody><tr><td>Notes on the agenda</td><td>24</td></tr><tr><td>Grouping of statements</td><td>16</td></tr><tr><td>Answers to speakers</td><td>20</td></tr></tbody></table>'
            "<h3>Objections</h3>"
            "<h4>“It makes meetings longer”</h4>"
            "<p>In the two network meetings where we tried it, sessions ended earlier, because what five speakers would have said was said once [3].</p>"
            "<h4>“It favours those who write well”</h4>"
            "<p>It would, if statements were judged. They are only grouped. We took statements as voice messages too; a third came that way.</p>"
            "<h3>What we ask for</h3>"
            "<p>That one meeting of the coming year be prepared in this way, that the numbers of first-time speakers be counted before and after, and that they be published whatever they show. We offer our notes, our grouping scheme and our time [2].</p>"
        ),
        "notes": "Conversations with 23 focal points of six regional networks, 2022 and 2023; notes are kept by the authors.\nThe templates for one-page notes are at https://example.org/one-page-notes and may be reused.\nTwo network meetings, 2023: 11 and 14 sessions; on average 9 minutes shorter than planned.",
        "goals": [16, 17],
        "topics": ["inequality-and-inclusion"],
        "countries": ["KE"],
        "tags": "participation, meetings, policy proposal",
        "licence": "cc-by-4.0",
        "coauthor": True,
    },
    {
        "day": "2025-10-03",
        "language": "fr",
        "title": "Ce que les cahiers de pluie nous apprennent",
        "summary": "Vingt ans de relevés tenus à la main par des paysannes disent autre chose que les moyennes : la saison ne raccourcit pas seulement, elle se coupe en deux.",
        "byline": "Aminata Sarr",
        "body": (
            "<h3>Un cahier par village</h3>"
            "<p>En 2004, trente groupements ont reçu un pluviomètre et un cahier. La consigne tenait en une phrase : écrire chaque matin ce que contient le tube, même quand il est vide. Vingt-deux cahiers sont encore tenus aujourd'hui [1].</p>"
            "<p>Nous les avons recopiés, page après page, avec celles qui les ont remplis. Les ratures ont été gardées : elles disent souvent plus que les chiffres.</p>"
            "<h3>La saison se coupe en deux</h3>"
            "<p>La quantité totale de pluie a peu changé. Ce qui a changé, c'est le silence au milieu : entre le premier semis et la floraison, les cahiers comptaient en moyenne neuf jours secs de suite au début des relevés, dix-sept aujourd'hui.</p>"
            "<h4>Semer deux fois</h4>"
            "<p>Dix-neuf villages sur vingt-deux sèment maintenant deux fois, et gardent pour cela un tiers de semence de plus. C'est une assurance que paient les femmes, car la semence est leur affaire.</p>"
            "<h4>Choisir la variété après la pluie</h4>"
            "<p>Les groupements les plus anciens ne choisissent plus la variété avant la saison : ils attendent la deuxième pluie. Cela suppose d'avoir les deux semences au grenier, et de les connaître [2].</p>"
            "<h3>Ce que les moyennes cachent</h3>"
            "<p>Deux villages voisins de six kilomètres ont connu, la même année, l'un une récolte normale, l'autre aucune. La station officielle, à quarante kilomètres, a noté une saison moyenne. Les deux cahiers ont raison, la station aussi.</p>"
            "<h3>Recommandations</h3>"
            "<ul><li>Publier les relevés des villages à côté de ceux des stations, avec leurs ratures.</li><li>Compter les jours secs de suite, pas seulement les millimètres.</li><li>Payer la semence de réserve comme on paie une assurance.</li></ul>"
            "<h3>Limites</h3>"
            "<p>Huit cahiers ont été perdus. Les tubes n'étaient pas tous du même modèle avant 2009. Nous avons écarté les mois où plus de trois matins manquent [3].</p>"
        ),
        "notes": "1. Les cahiers numérisés sont à l'adresse https://example.org/cahiers.\n2. Entretiens avec 46 semencières, campagne 2023.\n3. Soit 31 mois sur 1 870.",
        "goals": [2, 13],
        "topics": ["climate-action", "food-security"],
        "countries": ["SN"],
        "tags": "pluie, semences",
        "licence": "cc-by-sa-4.0",
    },
]
