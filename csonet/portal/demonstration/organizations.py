"""The organizations of the demonstration: invented, from every region, in every language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """An invented organization.

    country: ISO code of the headquarters. active: ISO codes of other countries of activity. fields: "area-number".
    status: (kind, year granted) or None. state: its verification.
    """

    name: str
    acronym: str
    type: str
    country: str
    scope: str
    languages: tuple[str, ...]
    fields: tuple[str, ...]
    goals: tuple[int, ...]
    established: int
    mission: str
    active: tuple[str, ...] = ()
    status: tuple[str, int] | None = ("special", 2016)
    state: str = "verified"
    un: bool = False
    former: str = ""


#: The author's, the outsider's and the newcomer's organizations, and the moderator's UN entity, by user name.
OF_THE_CAST = {
    "author": "Wells and Rain Association",
    "colleague": "Wells and Rain Association",
    "outsider": "Lakeside Women's Cooperative Union",
    "newcomer": "Morning Star Youth Initiative",
    "moderator": "Demonstration Fund for Water and Settlements",
}

UN_ENTITIES = (
    Sample(
        "Demonstration Fund for Water and Settlements", "DFWS", "igo", "KE", "international", ("en", "fr"),
        ("1-69", "8-15", "8-18"), (6, 11), 1978,
        "An invented United Nations fund. In this demonstration it hosts groups on water and on human settlements.",
        status=None, un=True,
    ),
    Sample(
        "Demonstration Programme for Learning", "DPL", "igo", "FR", "international", ("en", "fr", "ar"),
        ("1-21", "8-11"), (4,), 1961,
        "An invented United Nations programme for schools, adult learning and the training of teachers.",
        status=None, un=True,
    ),
    Sample(
        "Demonstration Agency for Decent Work", "DADW", "igo", "CH", "international", ("en", "fr", "es"),
        ("1-40", "6-5"), (8, 10), 1950,
        "An invented United Nations agency for employment, cooperatives and social protection.",
        status=None, un=True,
    ),
    Sample(
        "Demonstration Office for Ageing and Inclusion", "DOAI", "igo", "US", "international", ("en", "es"),
        ("6-1", "6-4"), (3, 10), 1993,
        "An invented United Nations office that works with older persons and persons with disabilities.",
        status=None, un=True,
    ),
    Sample(
        "Demonstration Regional Commission for Climate", "DRCC", "igo", "TH", "regional", ("en", "zh-hans", "ru"),
        ("8-6", "8-10"), (13,), 1974,
        "An invented regional commission that helps its members prepare for floods, drought and heat.",
        status=None, un=True,
    ),
)  # fmt: skip

NGOS = (
    # Africa
    Sample(
        "Wells and Rain Association", "WARA", "ngo", "KE", "national", ("en",), ("1-69", "8-15", "8-37", "3-21"),
        (6, 5, 13), 1994,
        "We build and repair wells and rain tanks with the people who use them, and train village water committees.",
        ("UG", "TZ"), ("special", 2009), former="Rain Tank Volunteers",
    ),
    Sample(
        "Femmes et Semences du Sahel", "FSS", "association", "SN", "regional", ("fr",), ("8-1", "3-19", "8-9"),
        (2, 5, 15), 2001,
        "Nous soutenons les coopératives de femmes qui gardent, échangent et multiplient les semences locales.",
        ("ML", "BF", "NE"), ("special", 2014),
    ),
    Sample(
        "Réseau des Écoles Ouvertes", "REO", "association", "CI", "national", ("fr",), ("1-21", "1-6"), (4,), 2008,
        "Nous ouvrons le soir les écoles aux enfants qui travaillent le jour.", ("BJ",), ("special", 2018),
    ),
    Sample(
        "Delta Fisherfolk Forum", "DFF", "trade-union", "NG", "local", ("en",), ("8-28", "1-24"), (14, 1), 2005,
        "A forum of fishing families that watches over the creeks it lives from.", (), ("roster", 2012),
    ),
    Sample(
        "Highland Terraces Trust", "HTT", "foundation", "ET", "national", ("en",), ("8-31", "8-26"), (15, 2), 1999,
        "We mend old terraces and teach new ones, so that soil stays on the slope.", (), ("special", 2011),
    ),
    Sample(
        "Ubuntu Legal Clinics", "ULC", "ngo", "ZA", "national", ("en",), ("1-31", "1-39"), (16,), 1996,
        "Paralegals and law students who answer questions at clinics and markets.", ("LS", "SZ"), ("general", 2003),
    ),
    Sample(
        "جمعية واحات المستقبل", "", "association", "EG", "national", ("ar",), ("8-9", "8-15", "1-72"), (6, 13), 2003,
        "نعمل مع شباب الواحات على حفظ المياه الجوفية وزراعة أشجار تتحمل الجفاف.", ("LY", "SD"), ("special", 2015),
    ),
    Sample(
        "Atlas Mountain Women's Weavers", "AMWW", "cooperative", "MA", "local", ("ar", "fr"), ("3-20", "1-12"), (5, 8),
        2010, "A cooperative of weavers that sells without middlemen and runs an evening school.", (),
        ("special", 2020),
    ),
    # Arab States and Western Asia
    Sample(
        "مؤسسة نور للتعليم المجتمعي", "", "foundation", "JO", "national", ("ar", "en"), ("1-21", "1-52"), (4, 10), 2006,
        "ندير فصولاً مسائية ومكتبات متنقلة للأطفال اللاجئين وأسرهم.", ("LB",), ("special", 2017),
    ),
    Sample(
        "شبكة المرأة الريفية", "", "ngo", "TN", "national", ("ar", "fr"), ("3-19", "8-36"), (5, 8), 2012,
        "نجمع التعاونيات النسائية الريفية ونفاوض معها على أسعار عادلة.", (), ("special", 2019),
    ),
    Sample(
        "Cedars Disability Forum", "CDF", "disability", "LB", "national", ("ar", "en"), ("6-4", "1-17"), (10, 3), 1998,
        "Persons with disabilities who check buildings, forms and web sites, and say how to mend them.", (),
        ("special", 2010),
    ),
    # Asia and the Pacific
    Sample(
        "Monsoon Early Warning Volunteers", "MEWV", "association", "BD", "national", ("en",), ("8-10", "1-68"),
        (13, 11), 2000,
        "Volunteers who carry flood warnings the last mile: by flag, by megaphone, by text message.", (),
        ("special", 2013),
    ),
    Sample(
        "Gram Sehat Collective", "GSC", "ngo", "IN", "national", ("en",), ("8-17", "3-17"), (3, 5), 1989,
        "Village health workers who keep records on paper that a clinic can read.", ("NP",), ("general", 2006),
    ),
    Sample(
        "绿色社区发展中心", "", "ngo", "CN", "national", ("zh-hans",), ("8-50", "8-7"), (12, 11), 2004,
        "我们帮助社区开展垃圾分类、旧物维修和城市菜园活动。", (), ("special", 2016),
    ),
    Sample(
        "山区教师互助会", "", "association", "CN", "national", ("zh-hans", "en"), ("1-21", "8-31"), (4,), 2009,
        "山区学校的教师在这里交换教案，并共同培训年轻教师。", (), ("special", 2021),
    ),
    Sample(
        "Himalayan Bridges", "HB", "ngo", "NP", "local", ("en",), ("8-46", "8-31"), (9, 11), 2007,
        "We hang footbridges so that children reach school in the rains.", (), ("special", 2018),
    ),
    Sample(
        "Reef Keepers of the Atolls", "RKA", "ngo", "FJ", "regional", ("en",), ("8-32", "8-41"), (14, 13), 2011,
        "Divers and elders who count fish together and close reefs when they need rest.", ("KI", "TV"),
        ("special", 2020),
    ),
    Sample(
        "Older Persons' Choir of Cities", "OPCC", "association", "JP", "international", ("en",), ("6-1", "1-12"),
        (3, 11), 1991, "Choirs against loneliness: older people sing in hospitals, schools and stations.", ("KR",),
        ("roster", 2008),
    ),
    Sample(
        "Steppe Herders' Union", "SHU", "cooperative", "MN", "national", ("ru", "en"), ("8-1", "8-9"), (15, 2), 1997,
        "Herders who agree on grazing before the season, and on who helps whom in a hard winter.", (),
        ("special", 2015),
    ),
    Sample(
        "Mindanao Peace Classrooms", "MPC", "ngo", "PH", "local", ("en",), ("1-49", "1-21"), (16, 4), 2002,
        "Classrooms in which children of two sides learn together.", (), ("special", 2014),
    ),
    Sample(
        "Silk Road Repair Cafés", "SRRC", "association", "UZ", "national", ("ru",), ("8-49", "8-7"), (12,), 2015,
        "Мы открываем мастерские, где соседи учатся чинить вещи вместо того, чтобы их выбрасывать.", ("KZ",),
        ("special", 2022),
    ),
    # Eastern Europe
    Sample(
        "Фонд «Чистые реки»", "", "foundation", "RU", "national", ("ru",), ("8-15", "8-35"), (6, 14), 1998,
        "Мы объединяем жителей берегов: они наблюдают за рекой и вместе убирают её берега.", (), ("special", 2012),
    ),
    Sample(
        "Центр правовой помощи «Опора»", "", "ngo", "KZ", "national", ("ru",), ("1-31", "1-45"), (16, 10), 2004,
        "Бесплатные юридические консультации для трудовых мигрантов и их семей.", ("KG",), ("special", 2017),
    ),
    Sample(
        "Danube Youth Parliament", "DYP", "association", "RO", "regional", ("en",), ("1-72", "1-7"), (16, 4), 2010,
        "Pupils of eight countries who debate one river.", ("RS", "HU", "BG"), ("special", 2019),
    ),
    Sample(
        "Carpathian Forest Guardians", "CFG", "ngo", "UA", "local", ("en", "ru"), ("8-14", "8-3"), (15,), 2006,
        "Foresters and villagers who map old trees and plan the felling of young ones.", (), ("special", 2020),
    ),
    # Latin America and the Caribbean
    Sample(
        "Red de Huertos Comunitarios", "RHC", "association", "PE", "national", ("es",), ("8-1", "1-27"), (2, 11), 2009,
        "Vecinas y vecinos que convierten terrenos baldíos en huertos y comparten la cosecha con los comedores.",
        ("BO", "EC"), ("special", 2018),
    ),
    Sample(
        "Fundación Agua y Barrio", "FAB", "foundation", "CO", "national", ("es",), ("1-69", "8-37"), (6, 11), 2001,
        "Acompañamos a los acueductos comunitarios: cuentas claras, agua limpia y relevo de mujeres jóvenes.", (),
        ("special", 2013),
    ),
    Sample(
        "Maestras del Altiplano", "", "trade-union", "BO", "national", ("es",), ("1-21", "6-6"), (4, 5), 1992,
        "Maestras que enseñan en dos lenguas y escriben sus propios libros.", (), ("special", 2007),
    ),
    Sample(
        "Mangrove Mothers", "MM", "ngo", "JM", "local", ("en",), ("8-32", "8-41"), (14, 13), 2013,
        "Mothers who replant mangroves where storms took them.", ("HT",), ("special", 2021),
    ),
    Sample(
        "Voz Indígena del Gran Chaco", "VIGC", "indigenous", "PY", "regional", ("es",), ("1-33", "6-6"), (10, 15), 2003,
        "Radio comunitaria en cinco lenguas sobre tierra, agua y derechos.", ("AR",), ("special", 2016),
    ),
    Sample(
        "Favela Data Lab", "FDL", "academics", "BR", "local", ("en", "es"), ("1-58", "8-18"), (11, 17), 2014,
        "Young people who count what maps leave out: stairs, taps, lights and clinics.", (), ("special", 2022),
    ),
    # Western Europe and others
    Sample(
        "Lakeside Women's Cooperative Union", "LWCU", "cooperative", "IE", "international", ("en",),
        ("3-20", "6-3", "3-23"), (5, 8), 1985,
        "A union of women's cooperatives that lends, teaches book-keeping and finds buyers.", ("GH", "MW"),
        ("general", 1999),
    ),
    Sample(
        "Alliance des Villes Calmes", "AVC", "association", "FR", "international", ("fr", "en"), ("8-46", "8-18"),
        (11, 3), 1995,
        "Nous aidons les villes à ralentir : rues scolaires, bancs, ombre et silence.", ("BE", "CA"), ("special", 2010),
    ),
    Sample(
        "Nordic Library Link", "NLL", "association", "NO", "international", ("en",), ("1-35", "1-21"), (4, 10), 1988,
        "Libraries that share licences and boxes of books with libraries that have neither.", ("GH", "NP"),
        ("special", 2005),
    ),
    Sample(
        "Free Map Makers", "FMM", "ngo", "DE", "international", ("en",), ("1-55", "8-10"), (9, 11), 2009,
        "Volunteers who draw maps before the storm, so that helpers find the road after it.", ("MZ", "PH"),
        ("special", 2019),
    ),
    Sample(
        "Fundación Puentes de Escucha", "FPE", "foundation", "ES", "international", ("es", "fr"), ("1-45", "1-52"),
        (10, 3), 2000,
        "Intérpretes voluntarias que acompañan a personas refugiadas al médico, a la escuela y al ayuntamiento.", (),
        ("special", 2011),
    ),
    Sample(
        "Prairie Seed Exchange", "PSE", "ngo", "CA", "national", ("en", "fr"), ("8-1", "8-3"), (2, 15), 1990,
        "Farmers who keep and swap seeds that shops no longer sell.", (), ("roster", 2004),
    ),
    Sample(
        "Outback Telehealth Partners", "OTP", "ngo", "AU", "national", ("en",), ("8-17", "1-33"), (3, 10), 2006,
        "Nurses and elders who bring the doctor to the screen, and the screen to the shade tree.", (),
        ("special", 2017),
    ),
    Sample(
        "World Federation of Slow Readers", "WFSR", "ngo", "US", "international", ("en", "es", "fr"), ("1-21", "1-1"),
        (4, 10), 1972,
        "For everybody's right to understand: plain language, large print, patient teachers.", ("MX",),
        ("general", 1995),
    ),
    # Those that the desk still has to decide on, or decided against.
    Sample(
        "Morning Star Youth Initiative", "MSYI", "ngo", "GH", "local", ("en",), ("1-72", "6-5"), (8, 4), 2019,
        "Young people who learn a trade from masters in their own street.", (), None, state="registered",
    ),
    Sample(
        "Bright Future Global Network", "BFGN", "ngo", "PK", "national", ("en",), ("1-21",), (4,), 2020,
        "We work for education.", (), None, state="registered",
    ),
    Sample(
        "Asociación Luz del Valle", "", "association", "GT", "local", ("es",), ("8-12",), (7,), 2018,
        "Instalamos paneles solares en escuelas rurales y formamos a quienes los cuidan.", (), None, state="returned",
    ),
    Sample(
        "Club of Good Will Traders", "", "private", "GB", "local", ("en",), ("1-5",), (8,), 2021,
        "Business networking evenings.", (), None, state="refused",
    ),
    Sample(
        "Harbour Children's Fund", "HCF", "foundation", "MT", "local", ("en",), ("1-6",), (1,), 2015,
        "Meals and lessons for children of dock workers.", (), ("special", 2020), state="suspended",
    ),
    # The same as another by a second hand: what the desk is shown before it approves, and may merge.
    Sample(
        "Lakeside Womens Co-operative Union Ltd.", "LWCU", "cooperative", "GH", "local", ("en",), ("1-72",), (5, 8),
        1998,
        "Savings groups and a shared boat yard for women who fish and trade on the lake.", (), None, state="registered",
    ),
)  # fmt: skip
