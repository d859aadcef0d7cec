"""Mails of notices that were in the outbox before know whose they are, and notices what they are about."""

from django.db import migrations
from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat


def fill(apps, schema_editor):
    mail, notice = apps.get_model("notifications", "OutboundMail"), apps.get_model("notifications", "Notice")
    whose = notice.objects.filter(pk=OuterRef("notice")).values("recipient")[:1]
    mail.objects.filter(notice__isnull=False, recipient=None).update(recipient=Subquery(whose))
    bare = notice.objects.filter(thread="")
    for name in ("item", "organization"):
        key = Concat(Value(f"{name}:"), Cast(F(f"{name}_id"), CharField()))
        bare.filter(**{f"{name}__isnull": False}).update(thread=key)
    bare.update(thread=F("kind"))


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_rhythms_digests_addresses")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
