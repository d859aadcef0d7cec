"""Officers of the Branch look at calls, statements and side events on the desk."""

from django.db import migrations

from csonet.content.officers import officers_may

MODELS = ("statementcall", "speakerslist", "sideeventcall", "statement", "sideeventrequest")


class Migration(migrations.Migration):
    dependencies = [("events", "0007_statements_and_side_events"), ("content", "0003_branch_group")]

    operations = [officers_may({("events", model): ("view",) for model in MODELS})]
