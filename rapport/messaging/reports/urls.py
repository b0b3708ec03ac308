from django.urls import path

from rapport.messaging.reports.views import AnswerTimes

urlpatterns = [path("inbox/answer-times/", AnswerTimes.as_view(), name="answer_times")]
