"""Addresses of a customer's pages, and what a browser would send back from them."""

from django.urls import reverse


def url(name, customer, *args):
    return reverse(f"customers:{name}", args=[customer.pk, *args])


def sent_back(client, customer, page="contact"):
    """What a browser would send back of a page of rows, as it came."""
    context = client.get(url(page, customer)).context
    sent = {"version": context["version"], "seen": context["seen"]}
    for _name, formset in context["formsets"]:
        for form in [formset.management_form, *formset]:
            for field in form:
                value = field.value()
                if value is not None and value is not False:
                    sent[field.html_name] = "on" if value is True else value
    return sent


PART = {"HX-Request": "true", "HX-Request-Type": "partial"}  # as inline-edit.js asks
