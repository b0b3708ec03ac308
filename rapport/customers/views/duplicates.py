"""The queue of records that may be one customer: what speaks for it, and what somebody decides."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.keyset import BadCursor
from rapport.core.models import Work
from rapport.core.progress import actions as long_work
from rapport.core.progress.showing import job
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.customers.duplicates import actions, queue, weights
from rapport.customers.forms.duplicates import AcceptanceForm
from rapport.customers.models import Customer, DuplicateAcceptance, DuplicatePair, Merge, NotDuplicates

SEE, DECIDE = "customers.view_duplicatepair", "customers.change_duplicatepair"
SEARCH, ACCEPT = "customers.add_duplicatesearch", "customers.add_duplicateacceptance"
NAMED = 20


class QueuePage(Page):
    """Pairs that wait for a decision, the strongest first."""

    permission = SEE

    def get(self, request):
        strength = request.GET.get("strength", "")
        try:
            rows, page = queue.page(request.user, strength=strength, after=request.GET.get("after"))
        except BadCursor:
            raise Http404 from None
        context = {
            "rows": rows,
            "page": page,
            "strength": strength if strength in DuplicatePair.Strength.values else "",
            "strengths": DuplicatePair.Strength.choices,
            "look": queue.last_look(timezone.now()),
            "back": urlencode({"back": reverse("customers:duplicates")}),
        }
        return render(request, "customers/duplicates/queue.html", context)


class PairPage(Page):
    """Base of every page about one pair. Of customers one may not see both there is none."""

    permission = SEE

    def dispatch(self, request, pk, **kwargs):
        pair = queue.pair_for(request.user, pk)
        if pair is None:
            raise Http404
        return super().dispatch(request, pair, **kwargs)


class PairShownPage(PairPage):
    def get(self, request, pair):
        back = urlencode({"back": reverse("customers:duplicates")})
        context = {"row": queue.shown([pair])[0], "back": back, "is_alone": True}
        return render(request, "customers/duplicates/pair.html", context)


class NotDuplicatesPage(PairPage):
    """Somebody says that the two are two."""

    permission = DECIDE

    def get(self, request, pair):
        return render(request, "customers/duplicates/apart.html", {"row": queue.shown([pair])[0]})

    def post(self, request, pair):
        said = actions.tell_apart(pair.first, pair.second, by=request.user, at=timezone.now())
        told = _("Noted: %(first)s and %(second)s are two customers.")
        names = {"first": pair.first.name, "second": pair.second.name}
        offer(request, told % names, reverse("customers:not_duplicates_undo", args=[said.pk]))
        return redirect("customers:duplicates")


class AskedAgainPage(Undo, Page):
    """The way back: perhaps the two are one after all."""

    permission = DECIDE
    heading = gettext_lazy("Ask again whether these are two?")
    explanation = gettext_lazy("They stand among the possible duplicates again, if anything speaks for it.")

    def dispatch(self, request, pk):
        said = get_object_or_404(NotDuplicates.objects.visible_to(request.user), pk=pk)
        return super().dispatch(request, said)

    def undo(self, request, said):
        actions.ask_again(said, at=timezone.now())
        return _("They will be asked about again.")

    def back(self, request, said):
        return reverse("customers:duplicates")


class SearchPage(Page):
    """Everybody is looked through once more."""

    permission = SEARCH

    def get(self, request):
        return render(request, "customers/duplicates/search.html", {"look": queue.last_look(timezone.now())})

    def post(self, request):
        actions.look_through(by=request.user, at=timezone.now())
        return redirect("customers:duplicates")


class ChoosingToMergePage(Page):
    """From which certainty on all pairs are merged at once."""

    permission = ACCEPT

    def get(self, request, form=None, status=200):
        form = form or AcceptanceForm(user=request.user)
        return render(request, "customers/duplicates/choosing.html", {"form": form}, status=status)

    def post(self, request):
        form = AcceptanceForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.get(request, form, status=422)
        least = weights.weight_of(float(form.cleaned_data["least"]))
        chosen = actions.choose_to_merge(form.pairs(), least=least, by=request.user, at=timezone.now())
        return redirect("customers:duplicates_accepted", chosen.pk)


class AcceptedPage(Page):
    """Whom somebody chose to merge, how far it is, and what became of each."""

    permission = ACCEPT

    def dispatch(self, request, pk):
        acceptance = get_object_or_404(DuplicateAcceptance, pk=pk, by=request.user)
        return super().dispatch(request, acceptance)

    def get(self, request, acceptance):
        work = Work.objects.about(acceptance).order_by("-asked_at").first()
        waiting = queue.waiting(request.user).filter(pk__in=acceptance.pairs[:NAMED]).select_related("first", "second")
        merges = Merge.objects.visible_to(request.user).filter(pk__in=acceptance.merges)
        context = {
            "acceptance": acceptance,
            "work": work,
            "job": job(work, timezone.now()) if work and work.is_under_way else None,
            "some": [] if acceptance.done_at else queue.shown(list(waiting.order_by("-weight", "-id"))),
            "more": max(0, acceptance.count - NAMED),
            "merges": merges.select_related("survivor", "absorbed")[:200] if acceptance.done_at else [],
            "refused": _refused(request.user, acceptance),
        }
        return render(request, "customers/duplicates/accepted.html", context)

    def post(self, request, acceptance):
        if not acceptance.done_at:
            long_work.start(actions.ACCEPTANCE, subject_id=acceptance.pk, total=acceptance.count, by=request.user)
        return redirect("customers:duplicates_accepted", acceptance.pk)


def _refused(user, acceptance: DuplicateAcceptance) -> list[tuple[Customer, Customer, str]]:
    """Of those that `user` may see, why each was not merged."""
    keys = {key for first, second, _why in acceptance.refused for key in (first, second)}
    seen = {str(pk): one for pk, one in Customer.objects.visible_to(user).in_bulk(keys).items()} if keys else {}
    return [(seen[one], seen[two], why) for one, two, why in acceptance.refused if one in seen and two in seen]
