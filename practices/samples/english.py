"""Samples in English."""
# ruff: noqa: E501  (texts of people, broken where they read well)

from typing import Any

ENGLISH: list[dict[str, Any]] = [
    {
        "language": "en",
        "status": "published",
        "title": "Rain water kept in village tanks",
        "summary": "Twelve villages store the rain of the short season in ferro-cement tanks and drink from them until "
        "the next one.",
        "problem": "<p>From June to September the shallow wells of the plateau fall dry. Women and girls walked two "
        "hours to the river, and every third child missed school in those months.</p>",
        "action": "<p>Each village chose a water committee of six, half of them women. The committee decided where the "
        "tanks stand and who digs.</p><ol><li>Two masons of each village learned to build with ferro-cement in a "
        "five-day course on the first tank.</li><li>Families brought sand and stones; the project paid cement and "
        "wire.</li><li>Gutters and a first-flush pipe were fitted to school and clinic roofs first.</li></ol>",
        "objectives": "Safe water within ten minutes' walk for every household, all year.",
        "reached": "2,140 people in 12 villages; 61 % of those on the committees are women.",
        "results": "<p>147 tanks of 9,000 litres hold water until mid-September (measured in three dry seasons). "
        "School attendance of girls in August rose from 64 to 88 % (registers of four schools).</p>",
        "factors": "<p>The district lent its masons. The first season's rain came six weeks late, so the tanks were "
        "cured with carried water.</p>",
        "repeating": "<p>Build one tank with the village before promising more. A committee needs a bank book and a "
        "spare-parts box on the first day, not at the end.</p>",
        "resources": "One engineer for 18 months, 24 masons, 38 bags of cement for each village.",
        "cost": "under-100k",
        "countries": ["KE"],
        "place": "Kitui County",
        "started": "2021-02-01",
        "ended": "2023-09-30",
        "goals": [6, 5, 13],
        "topics": ["water-and-sanitation", "climate-action"],
        "tags": "rain water, ferro-cement, water committees",
        "links": "https://example.org/tanks",
        "partners": "County water office\nThree parent–teacher associations",
    },
    {
        "language": "en",
        "status": "published",
        "title": "A legal desk in the market, every Thursday",
        "summary": "Paralegals sit where people already come: between the fish and the cloth. In three years 1,900 "
        "disputes were settled without a court.",
        "problem": "<p>The nearest court is 70 kilometres away and hears cases in a language that most traders do not "
        "speak. Quarrels about stalls, credit and inheritance went on for years.</p>",
        "action": "<p>Fourteen traders were trained as paralegals for six weeks. On market day two of them sit at a "
        "table with a sign. They listen, write down what both sides say, and offer mediation on the spot; what is "
        "a crime goes to the police with a written note.</p>",
        "reached": "1,900 people, 70 % of them women; 310 used it more than once.",
        "results": "<p>Eight in ten agreements were still kept after a year (call-back to 240 parties). The share of "
        "widows who kept their stall rose from a third to four fifths.</p>",
        "repeating": "<p>Choose paralegals whom both ethnic groups of the market trust. Publish the figures on a board "
        "each month: it is the board that convinced the council to pay.</p>",
        "cost": "under-100k",
        "countries": ["UG", "RW"],
        "place": "Two border markets",
        "started": "2020-05-01",
        "goals": [16, 5],
        "topics": ["access-to-justice"],
        "tags": "paralegals, mediation, markets",
    },
    {
        "language": "en",
        "status": "published",
        "title": "Sea walls of living oysters",
        "summary": "Reefs of recycled shell slow the waves on four atolls, and the fish have come back.",
        "problem": "<p>Concrete walls broke within five years and the sand in front of them was gone.</p>",
        "action": "<p>Shell from the cannery is dried, filled into nets of coconut fibre and laid in two rows at low "
        "tide. Young oysters settle on it within a season. Schools measure the height every new moon.</p>",
        "results": "<p>The beach behind the reefs gained 1.4 metres on average in four years; behind the old wall it "
        "lost two.</p>",
        "factors": "<p>Nets of plastic had to be taken out again after the first year.</p>",
        "cost": "under-1m",
        "countries": ["KI", "TV"],
        "goals": [14, 13],
        "topics": ["oceans", "small-island-states"],
        "tags": "coast, oysters, nature-based",
        "started": "2018-03-01",
    },
    {
        "language": "en",
        "status": "published",
        "title": "Night classes for garment workers, on the factory floor",
        "summary": "Reading, sums and labour law, four evenings a week, after the shift and with a meal.",
        "action": "<p>Seven factories give the canteen and half an hour of paid time; the workers give the other half. "
        "Teachers are former workers who passed the state exam themselves. There is a crèche in the next room.</p>",
        "reached": "5,200 workers in six years, nine in ten of them women.",
        "results": "<p>71 % passed the exam of grade eight; complaints about wrongly counted overtime tripled in the "
        "first year and fell by half in the third.</p>",
        "cost": "under-1m",
        "countries": ["BD"],
        "place": "Gazipur",
        "started": "2017-01-10",
        "goals": [4, 5, 8],
        "topics": ["education", "decent-work"],
        "tags": "literacy, garment workers",
    },
    {
        "language": "en",
        "status": "published",
        "title": "Warm rooms: libraries as winter shelters for older people",
        "summary": "Forty public libraries open a heated room with tea, a nurse on Tuesdays and help with letters.",
        "action": "<p>Volunteers are trained in one evening. The library stays a library: nobody has to say why they "
        "come. A paper card of things people asked for goes to the council each week.</p>",
        "results": "<p>31,000 visits in two winters. Emergency admissions for cold fell by 9 % in the districts that "
        "took part and not in the others.</p>",
        "cost": "under-100k",
        "countries": ["IE", "GB"],
        "goals": [3, 11],
        "topics": ["ageing", "housing-and-cities"],
        "tags": "older persons, libraries, loneliness",
        "started": "2022-11-01",
        "licence": "cc0-1.0",
    },
    {
        "language": "en",
        "status": "submitted",
        "title": "Bus stops that speak",
        "summary": "A loudspeaker and a tactile map at each stop, designed and checked by blind passengers.",
        "action": "<p>Passengers' associations chose the first thirty stops and wrote the announcements. A test walk "
        "before the contract was signed changed the height of every button.</p>",
        "cost": "under-1m",
        "countries": ["CA"],
        "goals": [10, 11],
        "topics": ["disability"],
        "tags": "accessibility, public transport",
        "started": "2023-04-01",
    },
    {
        "language": "en",
        "status": "draft",
        "title": "Seed library run by grandmothers",
        "summary": "Two hundred local varieties, lent in spring and given back after the harvest.",
        "action": "<p>To be written: how the lending book works.</p>",
        "countries": ["IN"],
        "goals": [2, 15],
        "topics": ["agriculture"],
    },
    {
        "language": "en",
        "status": "returned",
        "title": "Football for peace in two valleys",
        "summary": "Mixed teams, mixed referees, and a meal after every match.",
        "action": "<p>Eleven villages on both sides of the ridge play in mixed teams. A dispute on the field is settled "
        "by three captains before the match goes on.</p>",
        "countries": ["GE"],
        "goals": [16],
        "topics": ["peacebuilding"],
        "started": "2019-06-01",
    },
]
