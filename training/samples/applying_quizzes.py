"""The questions of the course “Applying for consultative status”."""

from __future__ import annotations

from training.samples.parts import choice, number, order

KINDS = [
    choice(
        (
            "Which organizations do not have to report every four years?",
            "Quelles organisations n'ont pas à présenter de rapport tous les quatre ans ?",
            "أي المنظمات لا تقدّم تقريرا كل أربع سنوات؟",
        ),
        (
            "General and Special status carry the report; the Roster does not.",
            "Les statuts général et spécial obligent au rapport, la Liste non.",
            "المركزان العام والخاص يستلزمان التقرير، أما القائمة فلا.",
        ),
        (False, ("Those in General status", "Celles dotées du statut général", "ذات المركز الاستشاري العام")),
        (False, ("Those in Special status", "Celles dotées du statut spécial", "ذات المركز الاستشاري الخاص")),
        (True, ("Those on the Roster", "Celles inscrites sur la Liste", "المدرجة في القائمة")),
    ),
    number(
        (
            "For how many years must an organization have been registered when it applies?",
            "Depuis combien d'années au moins l'organisation doit-elle être enregistrée au moment de la demande ?",
            "كم سنة على الأقل يجب أن تكون قد مضت على تسجيل المنظمة عند تقديم الطلب؟",
        ),
        ("At least two years.", "Deux ans au moins.", "سنتان على الأقل."),
        "2",
    ),
    choice(
        (
            "Which of these does an organization need?",
            "De quoi une organisation a-t-elle besoin ?",
            "ما الذي تحتاج إليه المنظمة من بين ما يلي؟",
        ),
        (
            "There is no fee and no office in New York is asked for.",
            "Aucun droit n'est perçu et aucun bureau à New York n'est exigé.",
            "لا رسوم على الطلب ولا يُشترط مكتب في نيويورك.",
        ),
        (
            True,
            (
                "A democratic way of taking decisions",
                "Un mode de décision démocratique",
                "طريقة ديمقراطية لاتخاذ القرار",
            ),
        ),
        (
            True,
            (
                "Funds that come mostly from members and other non-governmental sources",
                "Des fonds provenant surtout des membres et d'autres sources non gouvernementales",
                "أموال مصدرها أساسا الأعضاء ومصادر غير حكومية أخرى",
            ),
        ),
        (False, ("An office in New York", "Un bureau à New York", "مكتب في نيويورك")),
        kind="multiple",
    ),
]

WAY = [
    order(
        (
            "Bring the steps in their order.",
            "Mettez les étapes dans l'ordre.",
            "رتّبوا الخطوات.",
        ),
        (
            "The Committee recommends; the Council decides and can decide otherwise.",
            "Le Comité recommande ; le Conseil décide, et peut décider autrement.",
            "اللجنة توصي والمجلس يقرر، وله أن يقرر خلاف ذلك.",
        ),
        ("The application is submitted", "La demande est présentée", "يُقدَّم الطلب"),
        ("The NGO Branch looks it through", "Le Service des ONG l'examine", "يراجعه فرع المنظمات غير الحكومية"),
        ("The Committee on NGOs takes it up", "Le Comité chargé des ONG s'en saisit", "تنظر فيه اللجنة"),
        ("The Economic and Social Council decides", "Le Conseil économique et social décide", "يقرر المجلس"),
    ),
    choice(
        (
            "The Committee asked a question. What happens if nobody answers?",
            "Le Comité a posé une question. Que se passe-t-il si personne ne répond ?",
            "طرحت اللجنة سؤالا. ماذا يحدث إن لم يُجِب أحد؟",
        ),
        (
            "It can be closed without prejudice: the organization may apply again.",
            "Le dossier peut être clos sans préjudice : l'organisation peut présenter une nouvelle demande.",
            "قد يُغلق الطلب دون مساس بالحقوق، ويجوز للمنظمة أن تقدّم طلبا جديدا.",
        ),
        (
            True,
            (
                "The application can be closed; one may apply again",
                "La demande peut être close ; on peut en présenter une autre",
                "قد يُغلق الطلب ويجوز تقديم طلب جديد",
            ),
        ),
        (False, ("The status is granted", "Le statut est accordé", "يُمنح المركز")),
        (
            False,
            (
                "The organization can never apply again",
                "L'organisation ne peut plus jamais demander",
                "لا يجوز الطلب أبدا",
            ),
        ),
    ),
    number(
        (
            "An organization was granted Special status in 2024. Which is the last year of its first report?",
            "Une organisation a reçu le statut spécial en 2024. Quelle est la dernière année de son premier rapport ?",
            "مُنحت منظمة المركز الخاص في سنة 2024. ما آخر سنة يشملها تقريرها الأول؟",
        ),
        (
            "The first period begins in the year of the grant: 2024 to 2027.",
            "La première période commence l'année de l'octroi : 2024 à 2027.",
            "تبدأ الفترة الأولى في سنة المنح: من 2024 إلى 2027.",
        ),
        "2027",
    ),
]
