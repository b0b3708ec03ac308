"""Settings: the topics under which customers tell their wishes."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.customers import definitions_outlook as outlook
from rapport.customers.actions import definitions as actions
from rapport.customers.asked import topics_with_use, wishes_under
from rapport.customers.forms import TopicForm
from rapport.customers.models import PreferenceTopic
from rapport.customers.views.settings import OWNERS, moved


class TopicsSettingsPage(Foreseen, Page):
    permission = OWNERS
    template = "customers/settings/topics.html"

    def form(self, data=None):
        return TopicForm(data)

    def context(self, form):
        return {"topics": topics_with_use()}

    def foresee(self, form):
        said = _("Customers’ wishes can be noted under “%(name)s”.") % {"name": form.cleaned_data["name"]}
        return [Consequence(said, icon="plus")]

    def save(self, form):
        topic = actions.define_topic(by=self.request.user, **form.cleaned_data)
        said = _("Customers’ wishes can be noted under “%(name)s”.") % {"name": topic.name}
        offer(self.request, said, reverse("customers:topic-removal", args=[topic.pk]))
        return "customers:topics"


class TopicSettingsPage(Foreseen, Page):
    permission = OWNERS
    template = "customers/settings/topic.html"

    def form(self, data=None, *, pk):
        topic = get_object_or_404(PreferenceTopic, pk=pk)
        form = TopicForm(data, initial={"name": topic.name, "choices": topic.choices})
        form.topic = topic
        return form

    def context(self, form, *, pk):
        return {"topic": form.topic, "wishes": wishes_under(form.topic)}

    def foresee(self, form, *, pk):
        return outlook.of_topic(form.topic, form.cleaned_data)

    def save(self, form, *, pk):
        was = topic_state(pk)
        topic = actions.change_topic(form.topic, by=self.request.user, **form.cleaned_data)
        said, url = _("%(name)s is changed.") % {"name": topic.name}, reverse("customers:topic-restoration")
        offer_restoration(self.request, said, url, key=str(pk), was=was, became=topic_state(pk))
        return "customers:topics"


class TopicRemoval(Page):
    """A topic under which nobody told anything goes away."""

    permission = OWNERS

    def get(self, request, pk):
        topic = get_object_or_404(PreferenceTopic, pk=pk)
        context = {"topic": topic, "count": sum(wishes_under(topic).values())}
        return render(request, "customers/settings/topic_removal.html", context)

    def post(self, request, pk):
        topic, was = get_object_or_404(PreferenceTopic, pk=pk), topic_state(pk)
        actions.remove_topic(topic, by=request.user)
        said, url = _("%(name)s is no longer a topic.") % {"name": was["name"]}, reverse("customers:topic-restoration")
        offer_restoration(request, said, url, key=str(pk), was=was, became=None)
        return redirect("customers:topics")


class TopicRestoration(Restoration, Page):
    """A topic as it was before somebody changed or removed it."""

    permission = OWNERS

    def state(self, key):
        return topic_state(key)

    def restore(self, key, was):
        topic = PreferenceTopic.objects.filter(pk=key).first()
        if topic:
            actions.change_topic(topic, by=self.request.user, **was)
        else:
            actions.define_topic(by=self.request.user, **was)

    def back(self, request):
        return reverse("customers:topics")


class TopicPlace(Page):
    """One place earlier or later, or by dragging to any place."""

    permission = OWNERS

    def get(self, request, pk):
        return redirect("customers:topics")

    def post(self, request, pk):
        get_object_or_404(PreferenceTopic, pk=pk)
        was = topic_order()
        actions.order_topics(moved(was, str(pk), request.POST))
        url = reverse("customers:topic-order-restoration")
        offer_restoration(request, _("The order is changed."), url, key="", was=was, became=topic_order())
        return redirect("customers:topics")


class TopicOrderRestoration(Restoration, Page):
    permission = OWNERS

    def state(self, key):
        return topic_order()

    def restore(self, key, was):
        actions.order_topics(was)

    def back(self, request):
        return reverse("customers:topics")


def topic_state(pk) -> dict | None:
    topic = PreferenceTopic.objects.filter(pk=pk).first()
    return {"name": topic.name, "choices": topic.choices} if topic else None


def topic_order() -> list[str]:
    return [str(pk) for pk in PreferenceTopic.objects.values_list("pk", flat=True)]
