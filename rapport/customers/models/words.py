from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models


class NameWordQuerySet(models.QuerySet):
    def like(self, word: str):
        """Words spelled like `word`, the likest first."""
        alike = self.filter(word__trigram_similar=word).annotate(likeness=TrigramSimilarity("word", word))
        return alike.order_by("-likeness").values_list("word", flat=True)


class NameWord(models.Model):
    """Each word that occurs in customers' search keys: few, however many customers, so that likeness is quick to find.

    A trigger of the customers' table adds new words; a nightly job takes away those that no name has any more. Two
    writers at once may both add a word, which harms nobody, while neither has to wait for the other.
    """

    word = models.TextField()

    objects = NameWordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="name_word"),
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="name_word_likeness"),
        ]

    def __str__(self) -> str:
        return self.word
