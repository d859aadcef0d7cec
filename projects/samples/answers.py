"""What others answered to the samples: offers, interests, yearly reports, in the language of what they answer.

state: of an offer or an interest; "ended" is a partnership that has ended. says: what was written to and fro about an
offer, the asker first. by: a certain organization's. All are invented.
"""
# ruff: noqa: E501  (texts of people, broken where they read well)

from typing import Any

#: Title of the request → the offers.
OFFERS: dict[str, list[dict[str, Any]]] = {
    "A hand pump that our own people can mend": [
        {
            "state": "waiting",
            "text": "We have replaced forty imported pumps by rope pumps since 2019. Two of our mechanics would stay for three weeks, build the first one with you and leave the drawings.",
            "days": 60,
            "cost": "1200",
            "currency": "USD",
        },
        {
            "state": "asked",
            "by": "Lakeside Women's Cooperative Union",
            "text": "Our workshop makes piston seals from old tyres. We would send a set for each of the six pumps and show a smith in Kitui how to cut them.",
            "says": ["Do the seals hold at fourteen metres?"],
        },
    ],
    "Former des sages-femmes loin de la ville": [
        {
            "state": "accepted",
            "text": "Nos formatrices se déplacent : deux jours par mois dans chaque maternité, pendant que le travail continue. Nous l'avons fait dans neuf maternités de Casamance.",
            "thanks": "Merci. Commençons par les trois maternités les plus éloignées.",
            "says": ["Qui paie le déplacement ?", "Nous avons un véhicule ; il nous manque le carburant."],
        },
        {
            "state": "declined",
            "text": "Nous pouvons accueillir six sages-femmes à Dakar pour un cours de trois semaines.",
            "thanks": "Merci de votre proposition. Nos maternités ne peuvent pas se passer de quelqu'un pendant trois semaines.",
            "reason": "not-fitting",
        },
    ],
    "Semillas que resistan la sequía": [
        {
            "state": "accepted",
            "text": "Guardamos once variedades de maíz criollo de ciclo corto. Enviamos semilla para cien parcelas y una compañera acompaña la primera siembra.",
            "thanks": "Gracias. Las familias ya prepararon las parcelas.",
            "days": 45,
        },
    ],
    "تدريب على إصلاح الألواح الشمسية": [
        {
            "state": "waiting",
            "text": "لدينا أربعة فنيين درّبوا شباب واحتين في العام الماضي. نستطيع إقامة دورة من عشرة أيام في إحدى المدارس، ومعنا عدّة القياس.",
            "days": 90,
        },
    ],
    "Нужен партнёр для сельской библиотеки": [
        {"state": "withdrawn", "text": "Мы собрали триста книг и могли бы привезти их осенью, если найдём машину."},
    ],
    "Who has taught market women to keep books by phone?": [
        {
            "state": "waiting",
            "text": "Since 2021 nine hundred of our members keep their books with voice notes: no reading, no data bundle. Two traders would come and teach in their own markets' language.",
            "days": 30,
            "cost": "0",
        },
    ],
    "خبير في لغة الإشارة لمركز صحي": [
        {
            "state": "accepted",
            "text": "تعمل معنا مدرّبتان من الصم. تزوران المركز يومين كل أسبوع لمدة ثلاثة أشهر وتتركان قاموسًا مصوّرًا للكلمات الطبية.",
            "thanks": "شكرًا لكم. نبدأ بقسم الاستقبال.",
        },
    ],
    "需要会修复梯田石墙的师傅": [
        {
            "state": "accepted",
            "text": "我们合作社有三位老石匠，愿意住在村里一个月，手把手教年轻人选石、垒墙、排水。",
            "thanks": "谢谢！春耕之前来最好。",
        },
    ],
}

#: Title of the proposal → the interests.
INTERESTS: dict[str, list[dict[str, Any]]] = {
    "Rain water for forty schools": [
        {
            "state": "waiting",
            "by": "Lakeside Women's Cooperative Union",
            "role": "Lining and upkeep",
            "text": "Our members line tanks with local clay and lime. We would train one parent at each school to look after it.",
        },
        {
            "state": "accepted",
            "role": "Training of the masons",
            "text": "Our college would take twenty masons for two weeks each dry season and certify those who build a tank that holds.",
            "thanks": "Welcome. The first ten masons are ready in January.",
        },
    ],
    "Cantines scolaires approvisionnées par les mères": [
        {
            "state": "accepted",
            "role": "Avance des factures",
            "text": "Notre caisse avance trois mois de factures aux groupements, sans intérêt la première année.",
            "thanks": "Merci, c'est ce qui manquait aux maraîchères.",
        },
    ],
    "Una red de defensoras en quince municipios": [
        {
            "state": "accepted",
            "role": "Formación de abogadas",
            "text": "Formamos cada año a diez abogadas comunitarias y podemos reservar cuatro lugares para sus municipios.",
            "thanks": "Gracias, empezamos con los municipios de la costa.",
        },
        {
            "state": "declined",
            "role": "Comunicación",
            "text": "Hacemos campañas en redes sociales y podríamos llevar las suyas.",
            "thanks": "Gracias por escribirnos; por ahora las oficinas van primero.",
            "reason": "other-chosen",
        },
    ],
    "حدائق فوق أسطح المخيم": [
        {
            "state": "accepted",
            "role": "البذور والشتلات",
            "text": "نقدّم شتلات تتحمل الملوحة ونزور الأسر مرة كل شهر في السنة الأولى.",
            "thanks": "شكرًا، الأسر بانتظار أول دفعة.",
        },
    ],
    "Тёплые классы в горных школах": [
        {
            "state": "withdrawn",
            "role": "Материалы",
            "text": "Наш кооператив мог бы дать овечью шерсть для утепления двух школ.",
        },
    ],
    "Footbridges before the rains": [
        {
            "state": "ended",
            "role": "Engineering",
            "text": "A retired bridge engineer of ours would check each site and each anchor.",
            "thanks": "Thank you: no bridge without that check.",
        },
    ],
    "Cash and a coach for two hundred households": [
        {
            "state": "accepted",
            "role": "Savings groups",
            "text": "We would start a savings group for every twenty households and keep its books for the first year.",
            "thanks": "Gladly. The first groups meet in March.",
        },
    ],
    "A seed bank that lends": [
        {
            "state": "waiting",
            "role": "Boat",
            "text": "Our boat calls at eleven of the nineteen islands every second month and has room for a cool box.",
        },
    ],
}

#: Title of a running proposal → what its last report said: in short, the figures, how far each deliverable is.
REPORTS: dict[str, dict[str, Any]] = {
    "Cantines scolaires approvisionnées par les mères": {
        "summary": "Trente et une cantines achètent au village. Les retards de paiement sont tombés de quatre mois à six semaines ; deux groupements ont cessé faute d'eau.",
        "now": ["31"],
        "delivered": ["done"],
    },
    "Cash and a coach for two hundred households": {
        "summary": "The first hundred households have had nine months of payments. Sixty-four have begun something of their own, mostly poultry; eleven moved away.",
        "now": ["64"],
        "delivered": ["begun"],
    },
}
