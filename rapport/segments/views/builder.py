"""Putting a condition together: by menus and in words, with the number of those who are like that."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from rapport.core.facts import Book
from rapport.core.refusals import Refusal
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.customers.queries.counting import count
from rapport.customers.queries.lists import SORTS
from rapport.customers.queries.narrowing import screenful
from rapport.customers.queries.rows import rows_of
from rapport.segments import actions
from rapport.segments.building import Box, Line, from_form, from_tree
from rapport.segments.building.drafts import NAME
from rapport.segments.building.showing import Menus, shown
from rapport.segments.conditions import Misread, Unreadable, line_of, tree_in, tree_of
from rapport.segments.conditions.completing import completions
from rapport.segments.forms import SegmentForm
from rapport.segments.models import Segment
from rapport.segments.queries import asked

PREVIEWED = 6
OFFERED = 20
LONGEST_LINE = 4_000


NOBODY_COUNTED = {"count": None, "some": []}  # of a text that makes no sense, and of what is gone


class Builder(Page):
    """The page of a condition. Every button works as one of a plain form; with htmx the builder alone is drawn anew."""

    permission = {"get": "segments.view_segment", "post": "segments.add_segment"}
    segment: Segment | None = None

    @cached_property
    def book(self) -> Book:
        return Book(self.request.user)

    def start(self) -> Box:
        raise NotImplementedError

    def get(self, request, **names):
        return self.show(self.start(), self.form())

    def post(self, request, **names):
        draft, words = from_form(request.POST, self.book), request.POST.get("words", "").strip()
        problem = None
        if words != request.POST.get("words_were", "").strip():
            try:
                draft = from_tree(tree_in(words, self.book), self.book)
                words = ""
            except Unreadable as unreadable:
                problem = unreadable
        deed = request.POST.get("do", "")
        if deed == "save" and problem is None:
            return self.save(draft)
        at = draft.do(deed)
        form = self.form(request.POST if deed == "save" else None, initial=request.POST)
        return self.show(draft, form, at=at, unread=(words, problem) if problem else None, status=self._status(deed))

    def _status(self, deed: str) -> int:
        return 422 if deed == "save" else 200

    def form(self, data=None, initial=None) -> SegmentForm:
        return SegmentForm(data, by=self.request.user, book=self.book, segment=self.segment, sent=initial)

    def save(self, draft: Box):
        form = self.form(self.request.POST)
        condition = draft.condition(self.book)
        is_complete = draft.is_complete
        if not form.is_valid() or not is_complete:
            if not is_complete:
                form.add_error(None, _("Some lines say nothing yet. Complete them, or take them away."))
            return self.show(draft, form, status=422)
        try:
            segment = self.keep(condition, form.cleaned_data)
        except Misread as misread:
            form.add_error(None, str(misread.message))
            return self.show(draft, form, status=422)
        except Refusal as no:
            form.add_error(None, str(no.message))
            return self.show(draft, form, status=409)
        if form.cleaned_data["is_pinned"]:
            actions.pin(segment, user=self.request.user)
        elif self.segment:
            actions.unpin(segment, user=self.request.user)
        messages.success(self.request, _("“%(name)s” is saved.") % {"name": segment.name})
        return redirect(segment.get_absolute_url())

    def keep(self, condition, said) -> Segment:
        raise NotImplementedError

    def show(self, draft: Box, form, *, at: str = "", unread=None, status: int = 200):
        if not draft.members:
            draft.members.append(Line())
            draft.place()
        condition = draft.condition(self.book)
        line = line_of(tree_of(condition, self.book), self.book) if not unread else unread[0]
        context = {
            "form": form,
            "segment": self.segment,
            "box": shown(draft, menus := Menus(self.book)),
            "menus": menus,
            "at": at,
            "words": line,
            "words_were": "" if unread else line,
            "unreadable": unread[1] if unread else None,
            **(self._who(condition) if not unread else NOBODY_COUNTED),
            "says_something": bool(condition.get("all") or condition.get("any") or condition.get("none")),
            "may_change": self.segment is None or actions.may_change(self.segment, self.request.user),
        }
        return render(self.request, "segments/builder.html", context, status=status)

    def _who(self, condition) -> dict:
        """How many they are, and some of them; nothing when what it asks for is gone."""
        try:
            question = asked(condition, user=self.request.user)
        except Misread:
            return NOBODY_COUNTED
        everybody = Customer.objects.all() if question.says_whether_archived else Customer.objects.current()
        found = question.of(Customer.objects.visible_to(self.request.user).in_use())
        first = screenful(found, order=SORTS["name"], size=PREVIEWED, among=everybody)
        return {
            "count": first.count if first.count.is_exact else count(found),
            "some": list(rows_of(first.keys[:PREVIEWED]).values()),
        }


class NewPage(Builder):
    """A new one; `?where=` begins with a line that somebody had narrowed the list by."""

    def get(self, request, **names):
        line = request.GET.get("where", "").strip()
        try:
            draft = from_tree(tree_in(line, self.book), self.book) if line else Box()
        except Unreadable as unreadable:
            return self.show(Box(), self.form(), unread=(line, unreadable))
        return self.show(draft, self.form())

    def keep(self, condition, said):
        return actions.save(
            said["name"],
            by=self.request.user,
            condition=condition,
            is_shared=said["is_shared"],
            columns=said["columns"],
            sort=said["sort"],
        )


class SegmentPage(Builder):
    """One that is there: changed by whom it belongs to, looked at by others, who may keep a copy as their own."""

    def setup(self, request, *args, **names):
        super().setup(request, *args, **names)
        self.segment = get_object_or_404(Segment.objects.visible_to(request.user), pk=names["pk"])

    def get(self, request, pk):
        if self.segment.is_static:
            return render(request, "segments/by_hand.html", self._by_hand())
        return super().get(request)

    def post(self, request, pk):
        if self.segment.is_static:
            return self._save_by_hand()
        return super().post(request)

    def start(self) -> Box:
        try:
            return from_tree(tree_of(self.segment.condition, self.book), self.book)
        except Misread as misread:
            messages.warning(self.request, str(misread.message))
            return Box()

    def keep(self, condition, said):
        if self.request.POST.get("as") == "copy" or not actions.may_change(self.segment, self.request.user):
            return NewPage.keep(self, condition, said)
        changes = {name: said[name] for name in ("name", "is_shared", "columns", "sort")}
        return actions.change(
            self.segment,
            by=self.request.user,
            changes=changes | {"condition": condition},
            version=said["version"] or self.segment.version,
        )

    def _by_hand(self, form=None) -> dict:
        return {
            "form": form or self.form(),
            "segment": self.segment,
            "count": self.segment.memberships.count(),
            "may_change": actions.may_change(self.segment, self.request.user),
        }

    def _save_by_hand(self):
        form = self.form(self.request.POST)
        if not form.is_valid():
            return render(self.request, "segments/by_hand.html", self._by_hand(form), status=422)
        said = form.cleaned_data
        changes = {name: said[name] for name in ("name", "is_shared", "columns", "sort")}
        version = said["version"] or self.segment.version
        segment = actions.change(self.segment, by=self.request.user, changes=changes, version=version)
        (actions.pin if said["is_pinned"] else actions.unpin)(segment, user=self.request.user)
        messages.success(self.request, _("“%(name)s” is saved.") % {"name": segment.name})
        return redirect(segment.get_absolute_url())


class CompletionsPage(Page):
    """What may come next in a line that is being written, for the module that shows it."""

    permission = "segments.view_segment"

    def get(self, request):
        line = request.GET.get("line", "")[:LONGEST_LINE]
        at = request.GET.get("at", "")
        position = min(int(at), len(line)) if at.isdecimal() and len(at) < 6 else len(line)
        found = completions(line, position, Book(request.user))
        told = [{"text": one.text, "start": one.start, "is_example": one.is_example} for one in found]
        return JsonResponse(told, safe=False)


class OffersPage(Page):
    """What a value that is being written may be: options for the input, some of them however many there are."""

    permission = "segments.view_segment"

    def get(self, request):
        known = Book(request.user).find(request.GET.get("fact", ""))
        if known is None or known.offers is None:
            raise Http404
        typed = [value for name in request.GET if NAME.fullmatch(name) for value in request.GET.getlist(name)]
        offers = known.offers(request.user, (typed or [""])[0][:100], OFFERED)
        return render(request, "segments/_offers.html", {"offers": offers})
