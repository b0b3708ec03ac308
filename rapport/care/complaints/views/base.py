"""What all dialogs about a complaint share: only complaints have them."""

from django.http import Http404

from rapport.care.cases.views.base import Dialog, Verb


class OfAComplaint:
    """Before a page about a case: what is no complaint has none of this."""

    def refuse_others(self, case) -> None:
        if not case.is_complaint or not hasattr(case, "complaint"):
            raise Http404


class ComplaintDialog(OfAComplaint, Dialog):
    permission = "care.change_complaint"

    def get(self, request, case, form=None, status=200):
        self.refuse_others(case)
        return super().get(request, case, form, status)

    def post(self, request, case):
        self.refuse_others(case)
        return super().post(request, case)


class ComplaintVerb(OfAComplaint, Verb):
    permission = {"get": "care.view_case", "post": "care.change_complaint"}

    def post(self, request, case):
        self.refuse_others(case)
        return super().post(request, case)
