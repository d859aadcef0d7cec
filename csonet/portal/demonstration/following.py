"""What the demonstration's people follow, what they were told, an announcement that was sent and one that waits."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import Organization, User
from csonet.content.models import Item
from csonet.engagement import announcing, following, searches
from csonet.engagement.models import Announcement, Level
from csonet.notifications.api import notify

TEXTS = {
    "en": (
        "The portal will rest on Sunday",
        "On Sunday from 6:00 to 8:00 UTC the portal is being looked after. Pages can be read, nothing can be sent.",
    ),
    "fr": (
        "Le portail se reposera dimanche",
        "Dimanche de 6 h à 8 h UTC, le portail est en entretien. Les pages se lisent, rien ne peut être envoyé.",
    ),
    "es": (
        "El portal descansará el domingo",
        "El domingo de 6:00 a 8:00 UTC el portal estará en mantenimiento. Se puede leer, no enviar nada.",
    ),
    "ar": (
        "البوابة في راحة يوم الأحد",
        "يوم الأحد من الساعة 6 إلى 8 بالتوقيت العالمي تخضع البوابة للصيانة. تُقرأ الصفحات ولا يمكن إرسال شيء.",
    ),
    "ru": (
        "В воскресенье портал отдыхает",
        "В воскресенье с 6:00 до 8:00 UTC портал на обслуживании. Страницы можно читать, отправить ничего нельзя.",
    ),
    "zh-hans": ("门户将于星期日维护", "星期日协调世界时 6:00 至 8:00 门户进行维护。可以阅读页面，但无法提交任何内容。"),
}

#: What everybody was told when the portal opened.
OPENING = {
    "en": (
        "The portal is open",
        "Look around, publish what worked, and ask for what is missing. We read what you write.",
    ),
    "fr": ("Le portail est ouvert", "Parcourez, publiez ce qui a réussi, demandez ce qui manque. Nous vous lisons."),
    "es": ("El portal está abierto", "Recorra, publique lo que funcionó y pida lo que falta. Leemos lo que escribe."),
    "ar": ("البوابة مفتوحة", "تجولوا وانشروا ما نجح واطلبوا ما ينقص. نحن نقرأ ما تكتبون."),
    "ru": ("Портал открыт", "Осмотритесь, опубликуйте удачный опыт, спросите о том, чего не хватает. Мы читаем."),
    "zh-hans": ("门户现已开放", "欢迎浏览，发布行之有效的做法，提出所需。我们会阅读您所写的内容。"),
}

#: Who saved which search: (user name, its name, its address).
SEARCHES = (
    ("author", "Rain and wells in Eastern Africa", "search/?q=rain+OR+wells&region=014"),
    ("author", "Open requests on water", "requests/?goal=6&life=open"),
    ("author", "Organizations that work on water", "organizations/?goal=6"),
    ("outsider", "French practices on work", "practices/?goal=8&language=fr"),
)


def load() -> None:
    """The author and the outsider follow what others published; a change of it waits in their notices."""
    people = {name: User.objects.get(username=name) for name in ("author", "outsider", "colleague")}
    items = list(Item.objects.published().filter(audience="public").order_by("-published_at")[:6])
    for person in people.values():
        others = [item for item in items if item.organization_id not in person.standing.organizations]
        for item in others[:2]:
            following.choose(person, "item", item.pk, Level.ALL)
            notify([person], "changed", item=item, via=f"item:{item.pk}")
        following.choose(person, "goal", 6, Level.NEW)
    following.choose(people["author"], "country", "KE", Level.NEW)
    following.choose(people["colleague"], "region", "002", Level.NEW)
    following.choose(people["outsider"], "topic", "water-and-sanitation", Level.NEW)
    for name, searched, address in SEARCHES:
        searches.save(people[name], searched, address, "en")
    muted = Organization.objects.approved().exclude(memberships__user=people["author"]).order_by("pk").first()
    if muted is not None:
        until = timezone.now() + timedelta(days=7)
        following.mute_until(people["author"], "organization", muted.pk, until)
    _announcement("Maintenance on Sunday", TEXTS)
    opening = _announcement("Opening", OPENING)
    announcing.send(opening, User.objects.get(username="branch"))
    announcing.send_due()


def _announcement(name: str, texts: dict[str, tuple[str, str]]) -> Announcement:
    row = Announcement.objects.create(name=name)
    for language, (title, body) in texts.items():
        row.texts.create(language=language, title=title, body=body)
    return row
