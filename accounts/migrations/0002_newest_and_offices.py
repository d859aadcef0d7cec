from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                condition=models.Q(("verified_at__isnull", False)),
                fields=["verification", "-verified_at", "-id"],
                name="organization_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)),
                fields=["parent", "name_key"],
                name="organization_offices",
            ),
        ),
    ]
