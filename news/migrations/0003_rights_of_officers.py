"""Officers of the Branch read news and articles on the desk, and decide on feeds and pins."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0002_feeds_given_up"),
        ("content", "0003_branch_group"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        officers_may(
            {
                ("news", "newsitem"): ("view",),
                ("news", "article"): ("view",),
                ("news", "feed"): ("change", "view"),
                ("news", "pin"): ("change", "view"),
            }
        )
    ]
