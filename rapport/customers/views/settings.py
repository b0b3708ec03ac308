"""What the business asks about its customers: its own fields, and topics of preferences."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.customers import actions
from rapport.customers.forms import FieldForm, TopicForm
from rapport.customers.models import CustomField, PreferenceTopic
from rapport.customers.views.base import say_saved

OWNERS = "customers.change_customfield"


class OwnFieldsSettingsPage(Page):
    permission = OWNERS

    def get(self, request, form=None, status=200):
        fields = list(CustomField.objects.all())
        context = {
            "fields": [field for field in fields if not field.retired_at],
            "retired": [field for field in fields if field.retired_at],
            "form": form or FieldForm(),
        }
        return render(request, "customers/settings/fields.html", context, status=status)

    def post(self, request):
        form = FieldForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        field = actions.define_field(by=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s can be filled in now.") % {"name": field.label})
        return redirect("customers:custom-fields")


class OwnFieldSettingsPage(Page):
    """One field: its words and choices; retire it or take it up again."""

    permission = OWNERS

    def get(self, request, pk, form=None, status=200):
        field = get_object_or_404(CustomField, pk=pk)
        context = {"field": field, "form": form or FieldForm(field=field)}
        return render(request, "customers/settings/field.html", context, status=status)

    def post(self, request, pk):
        field = get_object_or_404(CustomField, pk=pk)
        if request.POST.get("retire"):
            actions.retire_field(field, by=request.user)
        elif request.POST.get("reinstate"):
            actions.reinstate_field(field, by=request.user)
        else:
            form = FieldForm(request.POST, field=field)
            if not form.is_valid():
                return self.get(request, pk, form, status=422)
            facts = {name: value for name, value in form.cleaned_data.items() if name != "type"}
            actions.change_field(field, by=request.user, **facts)
        say_saved(request)
        return redirect("customers:custom-fields")


class TopicsSettingsPage(Page):
    permission = OWNERS

    def get(self, request, form=None, status=200):
        context = {"topics": PreferenceTopic.objects.all(), "form": form or TopicForm()}
        return render(request, "customers/settings/topics.html", context, status=status)

    def post(self, request):
        form = TopicForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        actions.define_topic(by=request.user, **form.cleaned_data)
        say_saved(request)
        return redirect("customers:topics")


class TopicSettingsPage(Page):
    permission = OWNERS

    def get(self, request, pk, form=None, status=200):
        topic = get_object_or_404(PreferenceTopic, pk=pk)
        initial = {"name": topic.name, "choices": topic.choices}
        context = {
            "topic": topic,
            "form": form or TopicForm(initial=initial),
            "is_used": topic.preferences.exists(),
        }
        return render(request, "customers/settings/topic.html", context, status=status)

    def post(self, request, pk):
        topic = get_object_or_404(PreferenceTopic, pk=pk)
        if request.POST.get("remove"):
            actions.remove_topic(topic, by=request.user)
        else:
            form = TopicForm(request.POST)
            if not form.is_valid():
                return self.get(request, pk, form, status=422)
            actions.change_topic(topic, by=request.user, **form.cleaned_data)
        say_saved(request)
        return redirect("customers:topics")
