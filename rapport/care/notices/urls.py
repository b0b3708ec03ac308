from django.urls import path

from rapport.care.notices.views import going_out, lists, writing

ONE = "notices/<uuid:pk>"
urlpatterns = [
    path("notices/", lists.NoticeList.as_view(), name="notices"),
    path("notices/new/", lists.NewNotice.as_view(), name="new_notice"),
    path("notices/how-early/", lists.MeasuresPage.as_view(), name="notice_measures"),
    path("notices/of-order/<uuid:order_id>/", going_out.FromDelay.as_view(), name="notice_of_order"),
    path("notices/recipients/<uuid:pk>/call/", going_out.CallPage.as_view(), name="notice_call"),
    path(f"{ONE}/", going_out.NoticePage.as_view(), name="notice"),
    path(f"{ONE}/edit/", writing.EditPage.as_view(), name="notice_edit"),
    path(f"{ONE}/affected/", writing.AffectedPage.as_view(), name="notice_affected"),
    path(f"{ONE}/sending/", going_out.SendingPage.as_view(), name="notice_sending"),
    path(f"{ONE}/asking/", going_out.AskingPage.as_view(), name="notice_asking"),
    path(f"{ONE}/approval/", going_out.ApprovalPage.as_view(), name="notice_approval"),
    path(f"{ONE}/dropping/", going_out.DroppingPage.as_view(), name="notice_dropping"),
    path(f"{ONE}/picking-up/", going_out.PickingUpPage.as_view(), name="notice_picking_up"),
    path(f"{ONE}/keeping/", going_out.WaitingPage.as_view(), name="notice_keeping"),
    path(f"{ONE}/news/", going_out.NewsPage.as_view(), name="notice_news"),
    path(f"{ONE}/solution/", going_out.SolvedPage.as_view(), name="notice_solution"),
    path(f"{ONE}/review/", going_out.ReviewPage.as_view(), name="notice_review"),
    path(f"{ONE}/owner/", going_out.OwnerPage.as_view(), name="notice_owner"),
    path("settings/notices/", lists.RulePage.as_view(), name="notice_rule"),
    path("settings/notices/undo/", lists.RuleRestoration.as_view(), name="notice_rule_undo"),
]
