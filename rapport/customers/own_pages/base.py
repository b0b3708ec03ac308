"""What every page of the customers' own site about a customer stands on."""

from rapport.core.views import PortalPage


class OwnPage(PortalPage):
    """`self.customer` is whose matters are shown, `self.person` who looks at them: the same, or who acts for them."""

    @property
    def customer(self):
        return self.request.visitor.customer

    @property
    def person(self):
        return self.request.visitor.person
