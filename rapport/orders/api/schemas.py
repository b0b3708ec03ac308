"""How orders and products look to programs."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, model_validator

from rapport.core.api.schemas import Amount, Currency, In, Moment, Money, text, words
from rapport.promises.api import ToldIn

MOST_ITEMS = 200


class ItemIn(In):
    """A product of ours (by id or number) or anything by its name. Without a price, the product's own counts."""

    product: UUID | None = None
    sku: text(60) = ""
    name: text(300) = ""
    quantity: Annotated[Amount, Field(gt=0, max_digits=18, decimal_places=6)] = Decimal(1)
    unit_price: Money | Amount | None = Field(None, description="In the currency of the order")
    discount: Annotated[Amount, Field(ge=0, le=1)] = Field(Decimal(0), description="A share: 0.15 is 15 %")

    @model_validator(mode="after")
    def _is_something(self):
        if not (self.product or self.sku or self.name.strip()):
            raise ValueError(_("Say what it is: a product, its number, or a name."))
        return self


class OrderIn(In):
    customer: UUID
    items: list[ItemIn] = Field(min_length=1, max_length=MOST_ITEMS)
    number: text(60) = Field("", description="Ours is the next free one when left out")
    placed_at: Moment | None = Field(None, description="Now when left out")
    currency: Currency | None = Field(None, description="The business's when left out")
    promised_on: date | None = Field(None, description="The day on which it comes: this makes a promise")
    told: ToldIn | None = Field(None, description="How the customer heard of that day")
    freight: Money | Amount = Decimal(0)
    note: text(4000) = ""


class StepIn(In):
    kind: words(40) = Field(description="A step of Settings, steps", examples=["shipped"])
    at: Moment | None = Field(None, description="When it came to it; now when left out")
    note: text(300) = ""


class CancellationIn(In):
    reason: words(200)
    told: ToldIn
    by_customer: bool = Field(description="They no longer want it; otherwise we cannot")


class ProductIn(In):
    name: words(300)
    sku: text(60) = ""
    category: text(120) = ""
    price: Money | None = None
    is_active: bool = True
    available_from: date | None = None
    availability: Literal["in_stock", "expected", "discontinued"] = Field(
        "in_stock", description="A discontinued product is not for sale"
    )
    expected_on: date | None = Field(None, description="When it comes again; only where it is expected")
    alternatives: list[UUID] = Field([], max_length=10, description="Products to offer instead, the best first")


class ProductPatch(ProductIn):
    """Only what is sent changes."""

    name: words(300) = ""


class WishIn(In):
    customer: UUID


class ItemOut(Schema):
    product: UUID | None
    name: str
    quantity: Amount
    unit_price: Money
    discount: Amount
    net: Money


class StepOut(Schema):
    kind: str
    at: Moment
    by: UUID | None
    note: str


class OrderOut(Schema):
    id: UUID
    number: str
    customer: UUID
    placed_at: Moment
    items: list[ItemOut]
    steps: list[StepOut]
    step: str = Field(description="The latest step")
    outcome: str = Field(description="open, delivered, cancelled or returned")
    finished_at: Moment | None
    promise: UUID | None
    promised_at: Moment | None = Field(description="Until when it was promised, as it stands today")
    net: Money
    freight: Money
    total: Money
    seller: UUID | None
    tracking_url: str
    note: str
    source: str
    code: str
    imported: bool


class ProductOut(Schema):
    id: UUID
    sku: str
    name: str
    category: str
    price: Money | None
    is_active: bool
    available_from: date | None
    availability: str = Field(description="in_stock, expected or discontinued")
    expected_on: date | None
    alternatives: list[UUID]


class WishOut(Schema):
    """That a customer asked to be told when a product is there again."""

    id: UUID
    customer: UUID
    product: UUID
    asked_at: Moment
    by: UUID | None
    by_customer: bool
    told_at: Moment | None
    ended_at: Moment | None
    held_back: str = Field(description="Why the message could not go; empty otherwise")
