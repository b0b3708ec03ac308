"""What columns of a file about customers can hold, and how their headings read.

English, Georgian, Czech and Tamil, and the exports of Google Contacts, Outlook, HubSpot, Salesforce, Odoo, EspoCRM,
Shopify, WooCommerce and databases. `tabular.columns.fold` compares without case, spaces, signs and accents.
"""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.tabular.columns import Field
from rapport.customers.models import CustomField


def label_of(field: str | Promise) -> Promise:
    return format_lazy("{}: {}", field, _("Label"))


PERSON_NAMES = (
    Field("given_name", _("Given name"), synonyms=(
        "first name", "forename", "givenname", "fname", "billing first name", "shipping first name",
        "contact first name", "სახელი (პირადი)", "პირადი სახელი", "jméno osoby", "křestní jméno", "křestní",
        "முதல் பெயர்", "இயற்பெயர்", "vorname", "prénom", "nombre de pila", "имя",
    )),
    Field("family_name", _("Family name"), synonyms=(
        "last name", "surname", "lastname", "lname", "billing last name", "shipping last name", "contact last name",
        "გვარი", "příjmení", "குடும்பப் பெயர்", "கடைசி பெயர்", "இறுதிப் பெயர்", "nachname", "nom de famille",
        "apellido",
        "фамилия",
    )),
    Field("patronymic", _("Patronymic or middle name"), synonyms=(
        "middle name", "additional name", "patronymic", "second name", "მამის სახელი", "prostřední jméno",
        "druhé jméno", "தந்தை பெயர்", "தந்தையின் பெயர்", "நடுப் பெயர்", "отчество",
    )),
    Field("titles_before", _("Titles before the name"), synonyms=(
        "name prefix", "prefix", "salutation", "title of courtesy", "honorific", "courtesy title", "oslovení",
        "titul", "tituly", "titul před jménem", "tituly před jménem", "წოდება", "மரியாதை", "anrede",
    ), otherwise=("title",)),
    Field("titles_after", _("Titles after the name"), synonyms=(
        "name suffix", "suffix", "titul za jménem", "tituly za jménem",
    )),
    Field("nickname", _("Nickname"), ("nick name", "short name", "přezdívka", "მეტსახელი", "புனைப்பெயர்")),
    Field("romanised_name", _("Name in Latin letters"), synonyms=(
        "latin name", "name in latin letters", "romanized name", "jméno latinkou", "სახელი ლათინურად",
        "ஆங்கிலத்தில் பெயர்",
    )),
    Field("form_gender", pgettext_lazy("Mr, Ms", "Title"), synonyms=(
        "gender", "sex", "pohlaví", "სქესი", "பாலினம்", "geschlecht",
    )),
)  # fmt: skip

NAMES = (
    Field("code", _("Code"), synonyms=(
        "id", "customer id", "customer code", "customer number", "customer no", "customer nr", "client id",
        "contact id", "client code", "account id", "account number", "record id", "record id contact",
        "record id company", "external id", "reference", "ref", "company id", "person id", "partner id", "user id",
        "kód", "číslo zákazníka", "kód zákazníka", "id zákazníka", "zákazník č", "კოდი", "მომხმარებლის კოდი",
        "კლიენტის კოდი", "კლიენტის ნომერი", "ნომერი", "குறியீடு", "வாடிக்கையாளர் எண்", "வாடிக்கையாளர் குறியீடு",
        "kundennummer", "kunden nr", "internal reference",
    )),
    Field("uid", _("Number in Rapport"), ("rapport id",)),
    Field("kind", _("Kind"), synonyms=(
        "type", "customer type", "company type", "is company", "is a company", "account type", "contact type",
        "typ", "typ zákazníka", "druh", "ტიპი", "სახეობა", "வகை", "person or company",
    )),
    Field("contact_name", _("Contact person"), synonyms=(
        "contact name", "contact person", "primary contact", "main contact", "kontaktní osoba", "kontakt",
        "საკონტაქტო პირი", "தொடர்பு நபர்", "தொடர்பாளர்", "ansprechpartner", "contact",
    )),
    Field("contact_title", _("Title of the contact person"), synonyms=(
        "contact title", "contact position", "contact role", "contact job title", "funkce kontaktní osoby",
        "საკონტაქტო პირის თანამდებობა", "தொடர்பு நபரின் பதவி",
    )),
    Field("company", _("Organisation"), synonyms=(
        "company name", "organisation", "organization", "organization name", "organisation name", "account name",
        "firm", "business name", "associated company", "employer", "related company", "related company name",
        "parent id", "person organization", "billing company", "shipping company",
        "parent company", "default address company", "organization # name", "firma", "společnost", "název firmy",
        "organizace", "název společnosti", "obchodní firma", "კომპანია", "ორგანიზაცია", "კომპანიის სახელი",
        "ორგანიზაციის დასახელება", "நிறுவனம்", "நிறுவனத்தின் பெயர்", "அமைப்பு", "unternehmen", "société", "empresa",
        "компания",
    )),
    Field("job_title", _("Job title"), synonyms=(
        "position", "job position", "function", "organization # title", "role", "occupation", "pozice",
        "funkce", "pracovní pozice", "თანამდებობა", "பதவி", "வேலை", "beruf",
        "title",  # of courtesy, where a more telling heading stands beside it
    )),
    Field("name", _("Name"), synonyms=(
        "full name", "display name", "customer name", "customer", "client name", "client", "contact full name",
        "file as", "complete name", "person name", "jméno", "celé jméno", "jméno a příjmení", "zákazník", "název",
        "klient", "jméno zákazníka", "სახელი", "სრული სახელი", "სახელი და გვარი", "სახელი, გვარი", "მომხმარებელი",
        "კლიენტი", "დასახელება", "பெயர்", "முழுப் பெயர்", "முழு பெயர்", "வாடிக்கையாளர்", "வாடிக்கையாளர் பெயர்",
        "nombre", "nom", "фио", "kunde",
    )),
)  # fmt: skip

REACH = (
    Field("email", _("E-mail"), many=True, prefixes=True, synonyms=(
        "e-mail address", "mail", "email address", "e-mail # value", "e-mail #", "e-mail # address",
        "contact email", "electronic mail", "secondary email", "user email", "person email",
        "person email work > work", "ელფოსტა", "ელ-ფოსტა", "ელექტრონული ფოსტა", "მეილი", "e-mailová adresa",
        "emailová adresa", "elektronická pošta", "மின்னஞ்சல்", "மின்னஞ்சல் முகவரி", "courriel",
        "correo electrónico", "почта",
    )),
    Field("phone", _("Phone"), many=True, prefixes=True, synonyms=(
        "phone number", "telephone", "telephone number", "tel", "phone # value", "phone #", "phone no",
        "contact phone", "mobile > mobile", "mobile phone > mobile", "mobile number > mobile", "cell > mobile",
        "cell phone > mobile", "default address phone", "company main phone > work", "direct phone > work",
        "gsm > mobile", "mobile phone number > mobile", "person phone", "person phone mobile > mobile",
        "person phone work > work", "ტელ", "அலைபேசி எண் > mobile", "வாட்ஸ்அப் > whatsapp", "ტელეფონი",
        "ტელეფონის ნომერი", "მობილური > mobile", "მობილურის ნომერი > mobile", "telefon",
        "telefonní číslo", "mobil > mobile", "mobilní telefon > mobile", "pevná linka > home", "தொலைபேசி",
        "தொலைபேசி எண்", "கைபேசி > mobile", "கைபேசி எண் > mobile", "அலைபேசி > mobile", "செல்பேசி > mobile",
        "handy > mobile", "téléphone", "teléfono", "телефон", "whatsapp > whatsapp",
    )),
    Field("fax", _("Fax"), ("fax number", "ფაქსი", "தொலைநகல்", "fax # value"), many=True, prefixes=True),
    Field("web", _("Web page"), many=True, prefixes=True, synonyms=(
        "website", "web site", "homepage", "url", "website # value", "website url", "web page", "www",
        "website link", "personal web page", "webová stránka", "webové stránky", "ვებსაიტი", "ვებგვერდი",
        "ვებ-გვერდი", "საიტი", "இணையதளம்", "வலைத்தளம்",
        "company domain name",
    )),
    Field("email_label", label_of(_("E-mail")), ("e-mail # label", "e-mail # type"), many=True),
    Field("phone_label", label_of(_("Phone")), ("phone # label", "phone # type"), many=True),
    Field("address_label", label_of(_("Address")), ("address # label", "address # type"), many=True),
)  # fmt: skip

ADDRESSES = (
    Field("street", _("Street"), many=True, prefixes=True, joined=True, synonyms=(
        "address 1", "address line 1", "address", "street address", "address # street", "street 1",
        "street # value", "street name", "address address1", "address 2", "address line 2", "street 2", "street 3",
        "address address2", "address line 3", "street2", "address # extended address", "address address street",
        "address street", "მისამართი", "ქუჩა", "ulice", "adresa", "ulice a číslo", "ulice a č p", "முகவரி", "தெரு",
        "straße", "strasse", "adresse", "dirección", "адрес", "street address line 1", "street address line 2",
    )),
    Field("city", _("City"), many=True, prefixes=True, joined=True, synonyms=(
        "town", "city name", "address # city", "locality", "address city", "town city", "město", "obec", "ქალაქი",
        "நகரம்", "ஊர்", "ort", "stadt", "ville", "ciudad", "город",
    )),
    Field("area", _("State or region"), many=True, prefixes=True, joined=True, synonyms=(
        "state", "state id", "region", "province", "county", "state province", "state region", "address # region",
        "address state", "province code", "province name", "kraj", "okres", "რეგიონი", "მხარე", "மாநிலம்",
        "மாவட்டம்", "bundesland",
    )),
    Field("postal_code", _("Postal code"), many=True, prefixes=True, joined=True, synonyms=(
        "zip", "zip code", "postcode", "zip postal code", "address # postal code", "postal zip code",
        "address postal code", "საფოსტო კოდი", "பின்கோடு", "pin code", "pincode", "pin", "psč", "საფოსტო ინდექსი",
        "ინდექსი", "அஞ்சல் குறியீடு",
        "அஞ்சல் எண்", "plz", "code postal", "código postal", "индекс",
    )),
    Field("country", _("Country"), many=True, prefixes=True, joined=True, synonyms=(
        "country region", "country id", "cc", "country code", "country name", "address # country",
        "address country", "nation", "země",
        "stát", "ქვეყანა", "நாடு", "land", "pays", "país", "страна",
    )),
)  # fmt: skip

MORE = (
    Field("language", _("Language"), synonyms=(
        "preferred language", "lang", "locale", "language code", "jazyk", "ენა", "மொழி", "sprache", "langue",
        "idioma",
    )),
    Field("time_zone", _("Time zone"), ("timezone", "tz", "časové pásmo", "სასაათო სარტყელი", "நேர மண்டலம்")),
    Field("birthday", _("Birthday"), synonyms=(
        "birth date", "date of birth", "birthdate", "dob", "born", "born on", "datum narození", "narozeniny",
        "narozen", "დაბადების თარიღი", "დაბადების დღე", "பிறந்த தேதி", "பிறந்த நாள்", "பிறந்தநாள்", "geburtstag",
        "geburtsdatum",
    ), is_date=True),
    Field("name_day", _("Name day"), ("nameday", "svátek", "jmeniny", "სახელობის დღე", "பெயர் நாள்"), is_date=True),
    Field("anniversary", _("Anniversary"), ("výročí", "იუბილე", "ஆண்டு விழா", "jubiläum"), is_date=True),
    Field("customer_since", _("Customer since"), synonyms=(
        "client since", "since", "zákazník od", "klient od", "მომხმარებელია დღიდან", "வாடிக்கையாளரான நாள்",
        "kunde seit",
    ), is_date=True),
    Field("tags", _("Tags"), many=True, synonyms=(
        "tag", "labels", "groups", "category id", "person label", "group membership", "categories", "category",
        "keywords", "štítky", "štítek",
        "skupina", "kategorie", "იარლიყები", "ჭდეები", "ჯგუფი", "குறிச்சொற்கள்", "குழு", "tag ids",
    )),
    Field("notes", _("Notes"), many=True, synonyms=(
        "note", "comment", "comments", "contact description", "remark", "remarks", "description", "memo",
        "internal notes", "poznámka",
        "poznámky", "შენიშვნა", "შენიშვნები", "კომენტარი", "குறிப்பு", "குறிப்புகள்", "bemerkung", "notizen",
    )),
    Field("source", _("Source"), synonyms=(
        "lead source", "original source", "origin", "referral source", "zdroj", "წყარო", "மூலம்", "quelle",
    )),
    Field("how_met", _("How we met"), ("how did you hear about us", "jak jsme se poznali", "როგორ გავიცანით")),
    Field("account_manager", _("Looked after by"), synonyms=(
        "owner", "account owner", "company owner", "person owner", "organization owner", "contact owner",
        "salesperson", "assigned user", "assigned to", "account manager",
        "responsible", "obchodník", "pečuje", "პასუხისმგებელი", "மேலாளர்", "sales rep",
    )),
)  # fmt: skip

DATES = ("birthday", "name_day", "anniversary", "customer_since")
FIELDS = (*PERSON_NAMES, *NAMES, *REACH, *ADDRESSES, *MORE)


NAMED_BY = ("name", "given_name", "family_name", "company", "contact_name", "email", "phone")  # one of them it takes


def known_fields() -> list[Field]:
    """The fields that every business has, and its own."""
    return [*FIELDS, *own_fields()]


def own_fields() -> list[Field]:
    own = CustomField.objects.filter(retired_at=None)
    return [_own_field(field) for field in own]


def _own_field(own: CustomField) -> Field:
    is_date = own.type == CustomField.Type.DATE
    return Field(f"custom.{own.key}", own.label, (own.label, own.key), is_date=is_date)


def groups() -> list[tuple[str, list[Field]]]:
    """The fields as a menu shows them."""
    return [
        (_("Names"), [*NAMES, *PERSON_NAMES]),
        (_("E-mail"), _named("email", "email_label")),
        (_("Phone"), _named("phone", "phone_label", "fax")),
        (_("Address"), [*ADDRESSES, *_named("address_label")]),
        (_("Dates"), _named(*DATES)),
        (_("More"), [*_named("web"), *(field for field in MORE if field.name not in DATES)]),
        (_("Own fields"), own_fields()),
    ]


def _named(*names: str) -> list[Field]:
    return [field for field in FIELDS if field.name in names]
