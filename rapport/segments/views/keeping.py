"""Having a segment at hand, and letting go of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.segments import actions, uses
from rapport.segments.forms import NewListForm
from rapport.segments.models import Segment


class AboutSegment(Page):
    permission = "segments.view_segment"

    def setup(self, request, *args, **names):
        super().setup(request, *args, **names)
        self.segment = get_object_or_404(Segment.objects.visible_to(request.user), pk=names["pk"])


class PinPage(AboutSegment):
    """Put it into one's own side bar, or take it out."""

    def get(self, request, pk):
        return redirect("segments:list")

    def post(self, request, pk):
        is_pinned = self.segment.pins.filter(user=request.user).exists()
        (actions.unpin if is_pinned else actions.pin)(self.segment, user=request.user)
        said = _("“%(name)s” has left the side bar.") if is_pinned else _("“%(name)s” stands in the side bar now.")
        offer(request, said % {"name": self.segment.name}, reverse("segments:pin", args=[pk]))
        return redirect("segments:list")


class RemovalPage(AboutSegment):
    """The segment goes; its customers stay."""

    permission = "segments.delete_segment"

    def get(self, request, pk):
        context = {"segment": self.segment, "uses": uses_of(self.segment)}
        return render(request, "segments/removal.html", context)

    def post(self, request, pk):
        actions.delete(self.segment, by=request.user)
        said = _("“%(name)s” is deleted.") % {"name": self.segment.name}
        offer(request, said, reverse("segments:restoration", args=[pk]))
        return redirect("segments:list")


class RestorationPage(Undo, Page):
    """A segment that was deleted, as it was."""

    permission = "segments.delete_segment"
    heading = _lazy("Bring this segment back?")
    button = _lazy("Bring it back")

    def undo(self, request, pk):
        segment = get_object_or_404(Segment, pk=pk)
        actions.restore(segment, by=request.user)
        return _("“%(name)s” is back.") % {"name": segment.name}

    def back(self, request, pk):
        return reverse("segments:list")


def uses_of(segment: Segment) -> list[str]:
    return [name for use in uses.segment_uses for name in use.of(segment)]


class NewListPage(Page):
    """A list on which customers are put by hand."""

    permission = {"get": "segments.view_segment", "post": "segments.add_segment"}

    def get(self, request, form=None, status=200):
        form = form or NewListForm(by=request.user)
        return render(request, "segments/new_list.html", {"form": form}, status=status)

    def post(self, request):
        form = NewListForm(request.POST, by=request.user)
        if not form.is_valid():
            return self.get(request, form, status=422)
        segment = actions.save(form.cleaned_data["name"], by=request.user, is_shared=form.cleaned_data["is_shared"])
        messages.success(request, _("“%(name)s” is there. Choose customers and put them in.") % {"name": segment.name})
        return redirect("segments:segment", segment.pk)
