from django.db import models

from .questions import Question


class QuestionGram(models.Model):
    """A pair of neighbouring syllables in a question's newest wording, as a number: what is alike
    is found by it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="grams")
    gram = models.BigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["gram", "question"], name="one_gram_a_question"),
        ]

    def __str__(self):
        return f"{self.question_id} {self.gram}"
