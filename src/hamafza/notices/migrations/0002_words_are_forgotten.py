from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(("body", ""), _negated=True), fields=["sent_at"], name="messages_with_words"
            ),
        ),
        migrations.AlterField(
            "message",
            "channel",
            models.CharField(
                choices=[("sms", "پیامک"), ("email", "رایانامه"), ("inbox", "صفحهٔ پیام‌ها")], max_length=10
            ),
        ),
    ]
