from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal


class NothingSaid(Refusal):
    code = "incident_without_words"
    message = _("Say something in public about it, at least in the language of the business.")


class NothingHit(Refusal):
    code = "incident_hits_nothing"
    message = _("Say which of your services it hits.")


class NewsInThePast(Refusal):
    code = "incident_news_in_the_past"
    message = _("Promise the next news for a moment that is still to come.")


class NewsNotPromised(Refusal):
    code = "incident_news_not_promised"
    message = _("Promise when there is news again. While it lasts, nobody should have to ask.")


class IncidentOver(Refusal):
    code = "incident_over"
    message = _("This disruption is over. Take it up again if it came back, or begin a new one.")


class EndsBeforeItBegan(Refusal):
    code = "incident_ends_before_it_began"
    message = _("It cannot have ended before it began, nor in the future.")


class ServiceInUse(Refusal):
    code = "service_out_of_order"
    message = _("A disruption of it is open. End that first.")
