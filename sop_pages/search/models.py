"""What the handbook's search reads: a row an SOP and language, a row a passage; what was missed.

Derived from published pages by `search.index`; it can be thrown away and made again.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sop_site.lao.fulltext import FullText


class SearchEntry(models.Model):
    """An SOP in one language. Its words for the full text stand in INDEX."""

    sop = models.ForeignKey("sop_pages.SOP", on_delete=models.CASCADE, related_name="+")
    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)
    code = models.CharField(max_length=7)
    title = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sop", "language"], name="one_entry_a_language"),
        ]

    def __str__(self):
        return f"{self.code} ({self.language})"


class SearchPassage(models.Model):
    """A passage of an SOP: a step, an objection, a line to bring; with the empty key, the whole.

    `tokens` is the passage as `search.tokens` writes it, once for its title, once for its text.
    """

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="passages")
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    title_tokens = models.TextField(blank=True)
    text_tokens = models.TextField(blank=True)

    class Meta:
        ordering = ["entry", "place"]

    def __str__(self):
        return f"{self.entry} {self.key}"


class SearchMiss(models.Model):
    """Words that found nothing: how often on a day, in which language. Never by whom."""

    words = models.CharField(_("words"), max_length=100)
    language = models.CharField(_("language"), max_length=2)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("fruitless search")
        verbose_name_plural = _("fruitless searches")
        ordering = ["-day", "-count", "words"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "words"], name="one_miss_a_day_and_words"
            ),
        ]

    def __str__(self):
        return f"{self.words} ({self.count})"


INDEX = FullText(
    table="sop_pages_searchentry",
    columns=("code", "title", "heads", "body"),
    weights=(20.0, 10.0, 4.0, 1.0),
)
