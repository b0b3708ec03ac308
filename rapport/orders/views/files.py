"""Files beside an order, and which of them the customer sees."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.views import Page
from rapport.orders.actions import files
from rapport.orders.models import Order, OrderFile
from rapport.orders.views.finding import AboutOrder
from rapport.timeline.files import SHOWN_IN_PLACE
from rapport.timeline.forms import FilesField


class FilesForm(forms.Form):
    files = FilesField(label=gettext_lazy("Files"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OrderFile.Kind.choices)
    is_for_customer = forms.BooleanField(
        label=gettext_lazy("The customer sees it"),
        help_text=gettext_lazy("On their own pages, beside the order. You can change that later."),
        required=False,
    )


class NewFilesPage(AboutOrder):
    def get(self, request, order, form=None, status=200):
        context = {"order": order, "form": form or FilesForm(initial={"is_for_customer": True})}
        return render(request, "orders/new_files.html", context, status=status)

    def post(self, request, order):
        form = FilesForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, order, form, status=422)
        said = form.cleaned_data
        files.keep_files(
            order, said["files"], at=timezone.now(), by=request.user, kind=said["kind"],
            is_for_customer=said["is_for_customer"],
        )  # fmt: skip
        messages.success(request, _("It stands beside the order."))
        return redirect(order)


class AboutFile(Page):
    """Base of what is done with one file; one beside an order that somebody may not see is not there."""

    permission = "orders.change_order"

    def dispatch(self, request, pk: UUID, file_id: UUID):
        theirs = OrderFile.objects.filter(order__in=Order.objects.visible_to(request.user)).select_related("order")
        return super().dispatch(request, get_object_or_404(theirs, order=pk, pk=file_id))


class FilePage(AboutFile):
    permission = "orders.view_order"

    def get(self, request, file):
        response = FileResponse(
            file.file.open(), as_attachment=file.content_type not in SHOWN_IN_PLACE, filename=file.name,
            content_type=file.content_type,
        )  # fmt: skip
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class FileShownPage(AboutFile):
    """Whether the customer sees it: `on` or nothing."""

    def get(self, request, file):
        return redirect(file.order)

    def post(self, request, file):
        row = files.show_file(file, "on" in request.POST, at=timezone.now(), by=request.user)
        shown, hidden = _("The customer sees it now."), _("The customer does not see it any more.")
        messages.success(request, shown if row.is_for_customer else hidden)
        return redirect(file.order)


class FileRemovalPage(AboutFile):
    """Taking it away is for good, so it is asked first."""

    def get(self, request, file):
        return render(request, "orders/remove_file.html", {"order": file.order, "file": file})

    def post(self, request, file):
        files.remove_file(file, at=timezone.now(), by=request.user)
        messages.success(request, _("The file is gone."))
        return redirect(file.order)
