"""Samples in French and Spanish."""
# ruff: noqa: E501  (texts of people, broken where they read well)

from typing import Any

ROMANCE: list[dict[str, Any]] = [
    {
        "language": "fr",
        "status": "published",
        "title": "Le grenier des femmes : stocker ensemble pour vendre plus cher",
        "summary": "Vingt-trois groupements stockent le mil à la récolte et le vendent à la soudure. Le prix obtenu a "
        "presque doublé.",
        "problem": "<p>Après la récolte, chaque famille vendait son mil au prix le plus bas pour payer l'école, puis le "
        "rachetait deux fois plus cher en juillet.</p>",
        "action": "<p>Chaque groupement a construit un magasin de trente tonnes. La banque locale prête contre le stock : "
        "les femmes reçoivent 60 % de la valeur à la récolte et le reste à la vente. Une commission de trois membres "
        "garde les trois clés du magasin.</p>",
        "reached": "1 460 femmes, et environ 9 000 personnes dans leurs familles.",
        "results": "<p>Prix moyen obtenu : 92 % de plus qu'à la récolte (registres de quatre campagnes). Aucun prêt "
        "n'est resté impayé.</p>",
        "factors": "<p>La première année, un magasin a été perdu faute de palettes : le sol doit rester sec.</p>",
        "repeating": "<p>Commencer par un seul village et une seule céréale. Écrire le règlement avant la récolte, pas "
        "après.</p>",
        "cost": "under-100k",
        "countries": ["NE", "BF"],
        "place": "Maradi et Dori",
        "started": "2019-09-01",
        "goals": [2, 5, 8],
        "topics": ["food-security", "gender-equality"],
        "tags": "warrantage, céréales, crédit",
    },
    {
        "language": "es",
        "status": "published",
        "title": "Escuelas de cacao: jóvenes que enseñan a injertar",
        "summary": "Ciento ochenta jóvenes formados como injertadores renovaron mil hectáreas de cacao viejo y viven "
        "de ese oficio.",
        "problem": "<p>Los cacaotales tenían más de treinta años y rendían menos de doscientos kilos por hectárea. Los "
        "jóvenes se marchaban a la ciudad.</p>",
        "action": "<p>Doce fincas se convirtieron en aulas. Durante tres meses, cada joven injerta quinientas plantas "
        "con su maestra o su maestro y cobra por las que prenden. Después ofrece el servicio a sus vecinos.</p>",
        "reached": "180 jóvenes, 74 de ellas mujeres, y 620 familias productoras.",
        "results": "<p>El rendimiento pasó de 190 a 510 kilos por hectárea en cuatro años. Nueve de cada diez jóvenes "
        "seguían trabajando en la zona dos años después.</p>",
        "repeating": "<p>Pagar por planta prendida y no por día cambió la calidad del trabajo.</p>",
        "cost": "under-1m",
        "countries": ["PE", "EC"],
        "place": "San Martín y Esmeraldas",
        "started": "2018-01-15",
        "goals": [8, 2, 15],
        "topics": ["agriculture", "youth"],
        "tags": "cacao, injertos, juventud",
    },
    {
        "language": "fr",
        "status": "published",
        "title": "Médiatrices de santé dans les quartiers sans médecin",
        "summary": "Des habitantes formées accompagnent leurs voisins jusqu'au premier rendez-vous, et jusqu'au second.",
        "action": "<p>Huit médiatrices tiennent une permanence au pied des immeubles. Elles ne soignent pas : elles "
        "prennent le rendez-vous, traduisent, accompagnent, puis rappellent. Un médecin référent répond dans la "
        "journée.</p>",
        "results": "<p>3 400 personnes accompagnées en deux ans ; deux tiers n'avaient pas vu de médecin depuis plus de "
        "trois ans.</p>",
        "cost": "under-1m",
        "countries": ["FR", "BE"],
        "goals": [3, 10],
        "topics": ["health", "inequality-and-inclusion"],
        "tags": "médiation, accès aux soins",
        "started": "2021-10-01",
    },
    {
        "language": "es",
        "status": "submitted",
        "title": "Defensoras del agua: vigilancia comunitaria de un río",
        "summary": "Treinta comunidades miden su río cada mes y publican los datos. Dos empresas cambiaron sus vertidos.",
        "action": "<p>Las escuelas miden con estuches sencillos; la universidad repite una de cada diez muestras. Los "
        "resultados se leen en la radio y se pintan en un muro junto al puente.</p>",
        "results": "<p>Cinco años de datos mensuales. El tribunal regional aceptó la serie como prueba.</p>",
        "factors": "<p>Al principio las muestras se perdían en el camino: ahora viajan con el autobús de la leche.</p>",
        "cost": "under-10k",
        "countries": ["GT"],
        "goals": [6, 16],
        "topics": ["water-and-sanitation", "indigenous-peoples"],
        "tags": "ríos, ciencia ciudadana",
        "started": "2017-05-05",
    },
    {
        "language": "fr",
        "status": "archived",
        "title": "Radios scolaires pendant la fermeture des écoles",
        "summary": "Vingt minutes de leçon par jour, préparées par des enseignants, diffusées par onze radios locales.",
        "action": "<p>Chaque leçon était suivie d'un appel aux parents et d'un exercice à rendre au marché.</p>",
        "countries": ["CD"],
        "goals": [4],
        "topics": ["education"],
        "started": "2020-04-01",
        "ended": "2021-06-30",
    },
    {
        "language": "es",
        "status": "hidden",
        "title": "Huertos en las azoteas del barrio",
        "summary": "Sesenta azoteas producen verduras para los comedores.",
        "action": "<p>Cada edificio decide en asamblea y firma un acuerdo de tres años con el comedor.</p>",
        "countries": ["AR"],
        "goals": [11, 2],
        "topics": ["food-security"],
        "started": "2022-08-01",
    },
]
