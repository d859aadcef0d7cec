"""The file and the credential of a certificate, how long it is valid, regradings, further attempts."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0006_packages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="course",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="certificates",
                to="training.course",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="credential",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="title_language",
            field=models.CharField(
                choices=[
                    ("ar", "العربية"),
                    ("zh-hans", "中文"),
                    ("en", "English"),
                    ("fr", "Français"),
                    ("ru", "Русский"),
                    ("es", "Español"),
                ],
                default="en",
                max_length=10,
                verbose_name="language of the title",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="course",
            name="valid_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="certificates are valid for so many months",
            ),
        ),
        migrations.AddField(
            model_name="extratime",
            name="attempts",
            field=models.PositiveSmallIntegerField(
                default=0, validators=[django.core.validators.MaxValueValidator(20)], verbose_name="further attempts"
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("name", "the name was corrected"),
                    ("error", "it was issued by mistake"),
                    ("conduct", "the answers were not the holder's own"),
                    ("request", "the holder asked for it"),
                    ("renewed", "it was renewed"),
                ],
                max_length=8,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="sha256",
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="extratime",
            name="percent",
            field=models.PositiveSmallIntegerField(
                default=25,
                validators=[django.core.validators.MaxValueValidator(400)],
                verbose_name="more time in per cent",
            ),
        ),
        migrations.CreateModel(
            name="Regrading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated", models.DateTimeField(auto_now=True, verbose_name="updated")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("key", "marked by the question as it is now"),
                            ("full", "everybody gets all marks"),
                            ("void", "the question does not count"),
                        ],
                        default="key",
                        max_length=4,
                        verbose_name="what becomes of it",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("changed", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="regradings", to="training.question"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="training.questionversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "regrading",
                "verbose_name_plural": "regradings",
                "ordering": ["-created", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="response",
            name="regrading",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responses",
                to="training.regrading",
            ),
        ),
    ]
