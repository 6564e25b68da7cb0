"""How true each translation is is kept with its release, not by step: computed for all that were
issued, from their own texts and from what was noted of the first one's."""

from dataclasses import asdict
from hashlib import sha256
from json import dumps

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sop_pages.content import Document, said_hash
from sop_pages.staleness import Made, behind, made, since

ERROR = "error"


def compute(apps, schema_editor):
    for sop in apps.get_model("sop_pages", "SOP").objects.all():
        states = {}
        for release in sop.releases.order_by("effective_from", "major", "minor"):
            texts = {
                text.language: Document.from_json(text.content) for text in release.texts.all()
            }
            source = texts.pop(sop.source_language, None)
            found = {
                language: _state(apps, sop, release, source, (language, text), states.get(language))
                for language, text in texts.items()
                if source
            }
            if release.ended != ERROR:
                states |= found


def _state(apps, sop, release, source, translation, last):
    language, text = translation
    number = f"{release.major}.{release.minor}"
    before, known = last or (_noted(apps, sop, source, language, text), [])
    made_of = made(source, text, before, set(), number)
    found = since(behind(source, text, made_of), known, release.effective_from)
    apps.get_model("sop_pages", "ReleaseTranslation").objects.create(
        release=release,
        language=language,
        made={block_id: vars(one) for block_id, one in made_of.items()},
        behind=[one.as_json() for one in found],
    )
    return made_of, found


def _noted(apps, sop, source, language, text):
    """Of passages that were noted to be older than this source: that they are."""
    theirs = {p.block_id: _hash_then(p) for _kind, p in source.keyed()}
    ours = {p.block_id: (_hash_then(p), said_hash(p)) for _kind, p in text.keyed()}
    noted = {}
    rows = apps.get_model("sop_pages", "StepTranslation").objects
    for note in rows.filter(step__sop=sop, language=language).select_related("step"):
        block_id = str(note.step.block_id)
        own, own_now = ours.get(block_id, ("", ""))
        if own == note.own_hash and note.source_hash not in ("", theirs.get(block_id, "")):
            noted[block_id] = Made(note.source_hash, own_now)
    return noted


def _hash_then(passage):
    """As it was noted until now: with the passage's key."""
    whole = dumps(_kept(asdict(passage)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(whole.encode()).hexdigest()


def _kept(value):
    if isinstance(value, dict):
        return {k: _kept(v) for k, v in value.items() if k not in {"block_id", "pk", "number"}}
    return [_kept(v) for v in value] if isinstance(value, (list, tuple)) else value


class Migration(migrations.Migration):
    dependencies = [
        ("sop_pages", "0018_grant_who_has_confirmed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleaseTranslation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("made", models.JSONField(default=dict)),
                ("behind", models.JSONField(default=list)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="sop_pages.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation of a release",
                "verbose_name_plural": "translations of releases",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "language"),
                        name="one_translation_a_release_and_language",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RightTranslation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("block_id", models.CharField(max_length=36)),
                ("source", models.CharField(max_length=64)),
                ("own", models.CharField(max_length=64)),
                ("said_at", models.DateTimeField(auto_now_add=True, verbose_name="said")),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
                (
                    "sop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="right_translations",
                        to="sop_pages.sop",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation said to be right",
                "verbose_name_plural": "translations said to be right",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sop", "language", "block_id", "source", "own"),
                        name="one_word_on_a_pair_of_texts",
                    )
                ],
            },
        ),
        migrations.RunPython(compute, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="StepTranslation"),
    ]
