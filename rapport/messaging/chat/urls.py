from django.urls import path

from rapport.messaging.chat import views

ONE = "chat/<uuid:pk>"
urlpatterns = [
    path(f"{ONE}.js", views.ScriptPart.as_view(), name="chat_script"),
    path(f"{ONE}/frame/", views.FramePage.as_view(), name="chat_frame"),
    path(f"{ONE}/preview/", views.PreviewPage.as_view(), name="chat_preview"),
    path(f"{ONE}/talk/", views.TalkPart.as_view(), name="chat_talk"),
    path(f"{ONE}/typing/", views.TypingPart.as_view(), name="chat_typing"),
    path(f"{ONE}/address/", views.AddressPart.as_view(), name="chat_address"),
    path("chat/files/<str:token>/", views.FilePart.as_view(), name="chat_file"),
    path("chat/confirming/<str:token>/", views.ConfirmingPage.as_view(), name="chat_confirming"),
    path("inbox/<uuid:pk>/typing/", views.AnsweringPart.as_view(), name="answering"),
]
