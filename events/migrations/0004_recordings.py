"""Recordings are rows of their own: several of one event, each in its language. The one address there was becomes one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_recordings(apps, schema_editor):
    event, recording = apps.get_model("events", "Event"), apps.get_model("events", "Recording")
    rows = event.objects.exclude(recording="").values_list("pk", "recording", "title", "language")
    recording.objects.bulk_create(
        recording(event_id=pk, url=url, title=title[:150], language=language) for pk, url, title, language in rows
    )


def name_again(apps, schema_editor):
    event, recording = apps.get_model("events", "Event"), apps.get_model("events", "Recording")
    for row in recording.objects.order_by("-pk"):
        event.objects.filter(pk=row.event_id).update(recording=row.url)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_rights_of_officers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated", models.DateTimeField(auto_now=True, verbose_name="updated")),
                ("url", models.URLField(max_length=300, verbose_name="address of the recording")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "العربية"),
                            ("zh-hans", "中文"),
                            ("en", "English"),
                            ("fr", "Français"),
                            ("ru", "Русский"),
                            ("es", "Español"),
                        ],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recordings", to="events.event"
                    ),
                ),
            ],
            options={
                "verbose_name": "recording of an event",
                "verbose_name_plural": "recordings of events",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("event", "url"), name="recording_once")],
            },
        ),
        migrations.RunPython(name_recordings, name_again),
    ]
