"""Small pages about one customer: archive, photo, tags."""

from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.undo import offer
from rapport.customers import actions, words
from rapport.customers.actions.changes import FACTS, TAGS, Change, Part, noticing
from rapport.customers.forms import ArchiveForm, PhotoForm
from rapport.customers.forms.details import TagsForm
from rapport.customers.queries.lists import tags_in_sight
from rapport.customers.views.base import CustomerPage, say_saved


class ArchivingPage(CustomerPage):
    permission = "customers.change_customer"

    def get(self, request, customer, form=None, status=200):
        return render(
            request, "customers/archiving.html", {"customer": customer, "form": form or ArchiveForm()}, status=status
        )

    def post(self, request, customer):
        form = ArchiveForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        actions.archive(customer, by=request.user, **form.cleaned_data)
        offer(request, _("Put into the archive."), reverse("customers:restoration", args=[customer.pk]))
        return redirect(customer)


class RestorationPage(CustomerPage):
    permission = "customers.change_customer"

    def get(self, request, customer):
        return render(request, "customers/restoration.html", {"customer": customer})

    def post(self, request, customer):
        with noticing(customer, FACTS) as change:
            actions.restore(customer, by=request.user)
        offer(request, _("Back from the archive."), change.address)
        return redirect(customer)


class PhotoEditPage(CustomerPage):
    permission = "customers.change_customer"

    def get(self, request, customer, form=None, status=200):
        return render(
            request, "customers/photo.html", {"customer": customer, "form": form or PhotoForm()}, status=status
        )

    def post(self, request, customer):
        if request.POST.get("remove"):
            with noticing(customer, FACTS) as change:
                actions.remove_photo(customer, by=request.user)
            offer(request, _("Removed: %(what)s.") % {"what": words.label("photo")}, change.address)
            return redirect(customer)
        form = PhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        with noticing(customer, FACTS) as change:
            actions.set_photo(customer, form.cleaned_data["photo"], by=request.user)
        say_saved(request, words.label("photo"), undo=change.address)
        return redirect(customer)


class PhotoView(CustomerPage):
    """The picture itself, for those who may see the customer."""

    def get(self, request, customer):
        if not customer.photo:
            raise Http404
        try:
            picture = customer.photo.open("rb")
        except FileNotFoundError as problem:
            raise Http404 from problem
        response = FileResponse(picture, content_type="image/jpeg")
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=300"
        return response


class TagsPage(CustomerPage):
    permission = "customers.change_customer"

    def get(self, request, customer, form=None, status=200):
        names = [tag.name for tag in customer.tags.all()]
        context = {
            "customer": customer,
            "form": form or TagsForm(initial={"tags": names, "seen": names}),
            "known": tags_in_sight(request.user)[:200],
        }
        return render(request, "customers/tags.html", context, status=status)

    def post(self, request, customer):
        form = TagsForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        present = {tag.name for tag in customer.tags.all()}
        entry = actions.set_tags(customer, form.merged_with(present), by=request.user)
        change = Change(customer, [Part(TAGS, added=[entry.pk])] if entry else [])
        say_saved(request, words.label(TAGS), undo=change.address)
        return redirect(customer)
