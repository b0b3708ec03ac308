from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models

from rapport.customers.models.customer import Customer


class NameWordQuerySet(models.QuerySet):
    def like(self, word: str):
        """Words spelled like `word`, the likest first."""
        alike = self.filter(word__trigram_similar=word).annotate(likeness=TrigramSimilarity("word", word))
        return alike.order_by("-likeness").values_list("word", flat=True)


class NameWord(models.Model):
    """Each word of customers' names, cities and tags: few, however many customers, so that likeness is quick to find.

    Triggers add new words; a nightly job takes away those that nobody has any more. Two
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


class SearchText(models.Model):
    """All by which a customer may be found, folded and in Latin letters, in the lines of `customers.finding.Line`.

    Triggers keep it current whoever writes; `customers.finding` says how those do it who write very many at once.
    """

    customer = models.OneToOneField(
        Customer, models.CASCADE, primary_key=True, related_name="search_text", db_constraint=False
    )
    text = models.TextField()

    class Meta:
        indexes = [
            # What was written last waits in a list that every search reads through; a short one costs no search much.
            GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], gin_pending_list_limit=1024, name="search_text_parts")
        ]

    def __str__(self) -> str:
        return self.text
