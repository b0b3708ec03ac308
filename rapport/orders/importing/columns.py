"""How the columns of orders, their items and products are headed: in four languages and in common systems' exports."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.tabular.columns import Field

ORDER_FIELDS = [
    Field(
        "number",
        _("Order number"),
        (
            "order_id", "order number", "order no", "order nr", "order", "order reference", "order name",
            "order #", "invoice no",
            "číslo objednávky", "objednávka", "objednávka č", "შეკვეთის ნომერი", "შეკვეთის კოდი", "შეკვეთა",
            "ஆர்டர் எண்", "ஆணை எண்", "ஆர்டர்", "name", "id",
        ),
    ),
    Field(
        "customer",
        _("Customer's code"),
        (
            "customer_id", "customer code", "customer number", "customer no", "client id", "client code", "account no",
            "kód zákazníka", "číslo zákazníka", "zákazník", "kód odběratele", "odběratel", "მომხმარებლის კოდი",
            "კლიენტის კოდი", "კლიენტის ნომერი", "კლიენტი", "வாடிக்கையாளர் குறியீடு", "வாடிக்கையாளர் எண்",
            "வாடிக்கையாளர்", "partner_id", "customer",
        ),
    ),
    Field(
        "customer_email",
        _("Customer's e-mail"),
        (
            "email", "e-mail", "customer email", "email (billing)", "billing email", "billing_email",
            "e-mail zákazníka", "ელფოსტა", "மின்னஞ்சல்",
        ),
    ),
    Field(
        "placed",
        pgettext_lazy("day of an order", "Placed"),
        (
            "order_date", "ordered", "ordered at", "ordered on", "placed at", "placed on", "date_created",
            "date ordered", "date order", "created at", "created_at", "creation date", "datum objednávky", "objednáno",
            "datum", "შეკვეთის თარიღი", "თარიღი", "ஆர்டர் தேதி", "ஆணை தேதி", "தேதி", "date",
        ),
        is_date=True,
    ),
    Field(
        "promised",
        _("Promised for"),
        (
            "required_date", "promised_date", "promised at", "promised on", "promise", "due date", "due", "deadline",
            "expected date", "expected delivery", "delivery date", "commitment_date", "requested delivery date",
            "termín dodání", "slíbený termín", "slíbeno", "požadované datum", "požadovaný termín",
            "დაპირებული თარიღი", "მიწოდების ვადა", "ვადა", "வாக்களித்த தேதி", "தேவைப்படும் தேதி", "கெடு",
        ),
        is_date=True,
    ),
    Field(
        "shipped",
        _("Shipped"),
        (
            "shipped_date", "ship date", "shipping date", "shipped at", "shipped on", "date shipped", "dispatched",
            "fulfilled at", "effective_date", "odesláno", "datum odeslání", "expedováno", "datum expedice",
            "გაგზავნის თარიღი", "გაგზავნილია", "அனுப்பிய தேதி", "அனுப்பப்பட்ட தேதி",
        ),
        is_date=True,
    ),
    Field(
        "delivered",
        _("Delivered"),
        (
            "delivered_date", "delivered at", "delivered on", "date delivered", "date_completed", "completed date",
            "completed at", "doručeno", "datum doručení", "dodáno", "datum dodání", "ჩაბარების თარიღი", "ჩაბარდა",
            "მიწოდების თარიღი", "வழங்கிய தேதி", "டெலிவரி தேதி", "வழங்கப்பட்டது",
        ),
        is_date=True,
    ),
    Field(
        "cancelled",
        _("Cancelled"),
        (
            "cancelled at", "canceled at", "cancelled_date", "canceled date", "cancelled on", "zrušeno", "stornováno",
            "datum storna", "გაუქმების თარიღი", "გაუქმდა", "ரத்து தேதி", "ரத்து செய்த தேதி",
        ),
        is_date=True,
    ),
    Field(
        "status",
        _("State"),
        (
            "status", "state", "order status", "post_status", "financial status", "stav", "stav objednávky", "სტატუსი",
            "მდგომარეობა", "நிலை",
        ),
    ),
    Field(
        "freight",
        _("Freight"),
        (
            "freight", "shipping", "shipping cost", "shipping total", "shipping price", "order_shipping", "postage",
            "delivery cost", "order shipping amount", "doprava", "cena dopravy", "poštovné", "ტრანსპორტირება",
            "მიწოდების ფასი", "சரக்குக் கட்டணம்", "அனுப்பும் கட்டணம்",
        ),
    ),
    Field(
        "currency",
        _("Currency"),
        ("currency", "currency_id", "order_currency", "currency code", "měna", "ვალუტა", "நாணயம்"),
    ),
    Field(
        "tracking",
        _("Tracking link"),
        ("tracking_url", "tracking link", "track", "sledování zásilky", "თვალყურის ბმული"),
    ),
    Field(
        "note",
        _("Note"),
        ("note", "notes", "customer_note", "customer note", "comment", "poznámka", "poznámky", "შენიშვნა", "குறிப்பு"),
    ),
]  # fmt: skip

ITEM_FIELDS = [
    Field(
        "order",
        _("Order number"),
        (
            "order_id", "order number", "order no", "order nr", "order", "order reference", "order ref", "order name",
            "order lines/order reference", "číslo objednávky", "objednávka", "შეკვეთის ნომერი", "შეკვეთის კოდი",
            "შეკვეთა", "ஆர்டர் எண்", "ஆணை எண்", "ஆர்டர்", "number", "name", "id",
        ),
    ),
    Field(
        "product",
        _("Product's code"),
        (
            "product_id", "product code", "product number", "product sku", "lineitem sku", "item sku", "sku",
            "item code", "article", "article no", "default_code", "internal reference", "kód produktu", "kód zboží",
            "číslo produktu", "kód", "პროდუქტის კოდი", "საქონლის კოდი", "კოდი", "பொருள் குறியீடு", "பொருள் எண்",
        ),
    ),
    Field(
        "item_name",
        _("Product's name"),
        (
            "product_name", "lineitem name", "item name", "item", "product", "description", "line item",
            "order lines/product", "název", "název produktu", "název zboží", "produkt", "zboží", "položka",
            "დასახელება", "პროდუქტი", "საქონელი", "பொருளின் பெயர்", "பொருள்",
        ),
    ),
    Field(
        "quantity",
        _("Quantity"),
        (
            "quantity", "qty", "lineitem quantity", "ordered quantity", "product_uom_qty", "amount ordered", "units",
            "pieces", "order lines/quantity", "quantity (- refund)",
            "množství", "počet", "počet kusů", "ks", "რაოდენობა", "எண்ணிக்கை", "அளவு",
        ),
    ),
    Field(
        "unit_price",
        _("Price of one"),
        (
            "unit_price", "price", "lineitem price", "item cost", "price_unit", "price per unit", "net price",
            "order lines/unit price", "jednotková cena", "cena za kus", "cena za jednotku", "cena", "ფასი",
            "ერთეულის ფასი", "அலகு விலை", "விலை",
        ),
    ),
    Field(
        "line_total",
        _("Price of the line"),
        ("line total", "item total", "line subtotal", "subtotal", "price_subtotal", "celkem", "ჯამი", "மொத்தம்"),
    ),
    Field(
        "discount",
        _("Discount"),
        (
            "discount", "discount %", "discount percent", "discount rate", "disc", "order lines/discount (%)", "sleva",
            "sleva %", "ფასდაკლება", "ფასდაკლება %", "தள்ளுபடி", "தள்ளுபடி %",
        ),
    ),
    Field("line_discount", _("Discount on the line"), ("lineitem discount", "item discount amount")),
    Field("discount_amount", _("Discount as an amount"), ("discount amount",)),  # of the order, beside one of the line
]  # fmt: skip

PRODUCT_FIELDS = [
    Field(
        "code",
        _("Code"),
        (
            "product_id", "product code", "code", "external id", "handle", "kód produktu", "kód", "პროდუქტის კოდი",
            "კოდი", "பொருள் குறியீடு", "குறியீடு", "id",
        ),
    ),
    Field(
        "sku",
        pgettext_lazy("of a product", "Number"),
        (
            "sku", "variant sku", "article no", "article number", "item code", "default_code", "internal reference",
            "katalogové číslo", "číslo produktu", "არტიკული", "பொருள் எண்",
        ),
    ),
    Field(
        "name",
        pgettext_lazy("of a thing", "Name"),
        (
            "product_name", "name", "title", "product", "description", "název", "název produktu", "název zboží",
            "დასახელება", "პროდუქტი", "სახელი", "பொருளின் பெயர்", "பொருள்", "பெயர்",
        ),
    ),
    Field(
        "category",
        _("Category"),
        (
            "category_name", "category", "categories", "product category", "type", "kategorie", "skupina", "კატეგორია",
            "வகை",
        ),
    ),
    Field(
        "price",
        _("Price"),
        (
            "unit_price", "price", "list price", "list_price", "lst_price", "sales price", "regular price",
            "variant price", "cena", "prodejní cena", "jednotková cena", "ფასი", "விலை",
        ),
    ),
    Field("currency", _("Currency"), ("currency", "currency_id", "currency code", "měna", "ვალუტა", "நாணயம்")),
    Field(
        "active",
        _("For sale"),
        ("active", "is active", "for sale", "published", "sale_ok", "aktivní", "აქტიური", "விற்பனையில்"),
    ),
    Field(
        "discontinued",
        _("No longer for sale"),
        ("discontinued", "retired", "ukončeno", "შეწყვეტილი", "நிறுத்தப்பட்டது"),
        is_date=True,
    ),
    Field(
        "available_from",
        _("Available from"),
        ("available from", "available on", "available date", "dostupné od", "ხელმისაწვდომია", "கிடைக்கும் தேதி"),
        is_date=True,
    ),
    Field(
        "availability",
        _("To be had?"),
        (
            "availability", "stock status", "stock_status", "is in stock", "inventory policy", "dostupnost",
            "ხელმისაწვდომობა", "இருப்பு நிலை",
        ),
    ),
    Field(
        "expected_on",
        _("Comes again on"),
        (
            "expected on", "expected_on", "restock date", "back in stock on", "expected arrival", "naskladnění",
            "očekáváno", "მოსალოდნელია", "மீண்டும் வரும் தேதி",
        ),
        is_date=True,
    ),
    Field(
        "alternatives",
        _("Instead of it"),
        (
            "alternatives", "alternative products", "substitutes", "upsell_ids", "alternative_product_ids",
            "náhrady", "alternativy", "ალტერნატივები", "மாற்றுப் பொருட்கள்",
        ),
    ),
]  # fmt: skip

# What a state says about how the order ended, folded (see `core.tabular.columns.fold`).
STATES = {
    "delivered": "delivered completed complete done fulfilled doruceno vyrizeno dokonceno ჩაბარებული დასრულებული",
    "cancelled": "cancelled canceled cancel voided failed wccancelled stornovano zruseno გაუქმებული ரத்து",
    "returned": "returned refunded wcrefunded vraceno დაბრუნებული திரும்பியது",
}

# What a product's row says about whether it can be had, folded.
AVAILABILITIES = {
    "in_stock": "instock available yes true 1 active skladem dostupne მარაგშია კი கையிருப்பில் உள்ளது",
    "expected": "expected outofstock backorder onbackorder preorder soldout unavailable no false 0 nacestě vyprodano "
    "ocekavano მოსალოდნელი არა გაყიდულია வரவிருக்கிறது தீர்ந்தது",
    "discontinued": "discontinued retired endoflife ukonceno შეწყვეტილია நிறுத்தப்பட்டது",
}
