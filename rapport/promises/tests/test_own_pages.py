"""What customers see of promises on the first of their own pages."""

from datetime import timedelta

from django.utils import timezone

from rapport.promises import actions


def test_they_see_what_we_owe_them_and_by_when(portal_visitor, ann, cora):
    now = timezone.now()
    actions.promise(cora, "Send the drawing", at=now, by=ann, due_on=now.date() + timedelta(3))
    actions.promise(cora, "Ask about her credit", at=now, by=ann, kind="follow_up", due_on=now.date() + timedelta(3))
    page = portal_visitor(cora).get("/portal/").content.decode()
    assert "Send the drawing" in page and "credit" not in page
