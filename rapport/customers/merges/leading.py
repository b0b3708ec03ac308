"""Old links lead on: whoever asks for a record that was merged is sent to the one it became."""

import re
from uuid import UUID

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from rapport.core.api.problems import Problem
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer

ABOUT_ONE = re.compile(r"^(?P<before>/(?P<api>api/v1/)?customers/)(?P<key>[0-9a-f]{8}-[0-9a-f-]{27})(?P<rest>(/.*)?)$")
READING = ("GET", "HEAD")


class MergedMeanwhile(Refusal):
    code = "customer_merged"

    def __init__(self, survivor: Customer):
        self.survivor = survivor
        said = _("This record is part of %(name)s now. Nothing was changed: do it there.")
        super().__init__(said % {"name": survivor.name})


class Leading:
    """Looks only at what was not found, so that every other request costs nothing.

    What was to be read is found under the new address. What was to be written was meant for the record as it was, so
    it is refused, and said where it belongs now.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return self._lead(request) or response if response.status_code == 404 else response

    def process_exception(self, request, exception):
        """A verb that waited for the lock of a merge finds nobody any more."""
        return self._lead(request) if isinstance(exception, Customer.DoesNotExist) else None

    def _lead(self, request):
        found = ABOUT_ONE.match(request.path)
        if not found or not request.user.is_authenticated:
            return None
        merged = Customer.every.filter(pk=UUID(found["key"]), merged_into__isnull=False).values("merged_into")
        survivor = Customer.objects.visible_to(request.user).filter(pk__in=merged).first()
        if survivor is None:
            return None
        address = f"{found['before']}{survivor.pk}{found['rest']}"
        if request.method in READING:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{address}?{query}" if query else address)
        refusal = MergedMeanwhile(survivor)
        if found["api"]:
            return Problem(409, refusal.code, refusal.message, headers={"Location": address}).answer()
        return render(request, "409.html", {"refusal": refusal}, status=409)


leading = Leading
