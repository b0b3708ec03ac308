"""Files as other systems really write them, brought without anybody choosing a column: what becomes of their first row.

Each is in the form of the named system, with what only it does: quotes round tags, apostrophes before digits, 0/0/00.
"""

import pytest

from rapport.customers.models import Affiliation, Customer
from rapport.customers.tests.test_importing import reasons, take  # noqa: F401

pytestmark = pytest.mark.django_db

GOOGLE = """First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,\
Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,\
E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,\
Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,\
Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address
Jana,,Nováková,,,,Ing.,Ph.D.,,,Linden s.r.o.,Ředitelka,, --03-14,"Met at the fair.
Likes oak.",https://lh3.example/p,VIP ::: * myContacts,* Work,jana@example.com,Mobile,\
605 123 456 ::: +420 777 123 456,,,Home,"Dlouhá 5
Brno 602 00
CZ",Dlouhá 5,Brno,,,602 00,CZ,
"""
OUTLOOK = """"Title","First Name","Middle Name","Last Name","Suffix","Company","Department","Job Title",\
"Business Street","Business City","Business State","Business Postal Code","Business Country/Region","Home Street",\
"Home City","Home Postal Code","Home Country/Region","Business Phone","Home Phone","Mobile Phone","Anniversary",\
"Birthday","Categories","E-mail Address","E-mail Type","E-mail Display Name","Gender","Notes",\
"Priority","Private","Sensitivity"
"Mrs.","Jana","","Nováková","","Linden s.r.o.","","Ředitelka","","","","","","Dlouhá 5","Brno","602 00",\
"Czech Republic","","","+420 605 123 456","0/0/00","3/14/1980","VIP","jana@example.com","SMTP",\
"Jana Nováková (jana@example.com)","Unspecified","Met at the fair.","Normal","False","Normal"
"","Petr","","Svoboda","","","","","","","","","","","","","","","","","0/0/00","0/0/00","","petr@example.com","SMTP",\
"","Unspecified","","Normal","False","Normal"
"""
HUBSPOT = """Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Primary Associated Company ID,\
Last Activity Date (GMT+2),Lead Status,Marketing contact status,Create Date (GMT+2),Associated Company,Job Title,\
City,Country/Region,Lifecycle Stage
101,Jana,Nováková,jana@example.com,+420 605 123 456,Ann Lee,9001,2026-03-01 10:12,NEW,Marketing contact,\
2024-01-02 08:00,Linden s.r.o.,Ředitelka,Brno,Czechia,customer
"""
SALESFORCE = """"Id","IsDeleted","AccountId","LastName","FirstName","Salutation","Name","MailingStreet","MailingCity",\
"MailingState","MailingPostalCode","MailingCountry","Phone","Fax","MobilePhone","Email","Title","LeadSource",\
"Birthdate","OwnerId","CreatedDate"
"0035g00000AbCdEAAV","false","0015g00000XyZAbAAN","Nováková","Jana","Ms.","Jana Nováková","Dlouhá 5
2. patro","Brno","","602 00","Czech Republic","","","+420605123456","jana@example.com","Ředitelka","Trade Show",\
"1980-03-14","0055g000001","2024-01-02T08:00:00.000+0000"
"""
ODOO = """External ID,Name,Company Type,Related Company,Email,Phone,Mobile,Street,Street2,City,Zip,State,Country,\
Tax ID,Salesperson,Tags,Language,Job Position,Title
__export__.res_partner_15_ab12cd34,Jana Nováková,Individual,Linden s.r.o.,jana@example.com,,+420 605 123 456,\
Dlouhá 5,2. patro,Brno,602 00,Jihomoravský kraj (CZ),Czech Republic,,Mitchell Admin,"VIP,Prospects",\
Czech / Čeština,Ředitelka,Madam
__export__.res_partner_16_ef56ab78,Azure Interior,Company,,azure@example.org,,,,,,,,,,,,English (US),,
"""
MAILCHIMP = '''"Email Address","First Name","Last Name",Address,"Phone Number",Birthday,MEMBER_RATING,OPTIN_TIME,\
OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS
jana@example.com,Jana,Nováková,"Dlouhá 5    Brno    602 00  CZ","605 123 456",03/14,2,"2024-01-02 08:00:00",,\
"2024-01-02 08:00:00",192.0.2.1,,,,,Europe/Prague,cz,,"2024-01-02 08:00:00",1234,ab12cd,,"""VIP"",""Spring fair"""
'''
SHOPIFY = """Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,\
Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,\
Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,\
Total Orders,Note,Tax Exempt,Tags
'6940095217899,Jana,Nováková,jana@example.com,yes,,Dlouhá 5,2. patro,Brno,,CZ,'602 00,'+420605123456,'+420605123456,\
no,67.90,1,Met at the fair.,no,"VIP, spring"
"""
WOOCOMMERCE = """Name,Username,Last Active,Date Registered,Email,Orders,Total Spend,AOV,Country / Region,City,Region,\
Postal Code
Jana Nováková,jana,2026-03-01 10:12:00,2024-01-02 08:00:00,jana@example.com,2,130,65,CZ,Brno,,602 00
"""
WOOCOMMERCE_USERS = """ID,customer_id,user_login,user_pass,user_nicename,user_email,user_url,user_registered,\
display_name,first_name,last_name,user_status,roles,billing_first_name,billing_last_name,billing_company,billing_email,\
billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country
7,7,jana,$P$Bx,jana,jana@example.com,,2024-01-02 08:00:00,Jana N.,Jana,Nováková,0,customer,Jana,Nováková,,\
jana@example.com,605123456,Dlouhá 5,,602 00,Brno,,CZ
"""
APPLE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//macOS 14.5//EN
N:Nováková;Jana;;Ing.;
FN:Ing. Jana Nováková
ORG:Linden s.r.o.;
TITLE:Ředitelka
EMAIL;type=INTERNET;type=WORK;type=pref:jana@example.com
TEL;type=CELL;type=VOICE;type=pref:605 123 456
item1.ADR;type=HOME;type=pref:;;Dlouhá 5;Brno;;602 00;Česko
item1.X-ABADR:cz
BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-14
CATEGORIES:VIP
X-ABUID:5D1C0AA6:ABPerson
END:VCARD
"""
VCARD_4 = """BEGIN:VCARD\r
VERSION:4.0\r
FN:Jana Nováková\r
N:Nováková;Jana;;;\r
ORG:Linden s.r.o.\r
EMAIL;PREF=1;TYPE=work:jana@example.com\r
TEL;VALUE=uri;TYPE="cell,voice":tel:+420-605-123-456\r
ADR;TYPE=home:;;Dlouhá 5;Brno;;602 00;Czechia\r
BDAY:--0314\r
CATEGORIES:VIP\r
END:VCARD\r
"""
FILES = {
    "google": (GOOGLE, "contacts.csv", {"year": None, "work": "Linden s.r.o.", "tags": {"VIP"}}),
    "outlook": (OUTLOOK, "contacts.csv", {"year": 1980, "work": "Linden s.r.o.", "tags": {"VIP"}}),
    "hubspot": (HUBSPOT, "contacts.csv", {"code": "101", "work": "Linden s.r.o.", "street": "", "postal_code": ""}),
    "salesforce": (SALESFORCE, "Contact.csv", {"code": "0035g00000AbCdEAAV", "year": 1980}),
    "odoo": (
        ODOO,
        "res.partner.csv",
        {
            "code": "__export__.res_partner_15_ab12cd34",
            "work": "Linden s.r.o.",
            "tags": {"VIP", "Prospects"},
            "language": "cs",
        },
    ),
    "mailchimp": (MAILCHIMP, "subscribed.csv", {"year": None, "tags": {"VIP", "Spring fair"}}),
    "shopify": (SHOPIFY, "customers_export.csv", {"code": "6940095217899", "tags": {"VIP", "spring"}}),
    "woocommerce": (WOOCOMMERCE, "customers.csv", {"phone": "", "street": ""}),
    "woocommerce users": (WOOCOMMERCE_USERS, "users.csv", {"code": "7"}),
    "apple": (APPLE, "book.vcf", {"year": None, "work": "Linden s.r.o.", "tags": {"VIP"}}),
    "vcard 4.0": (VCARD_4, "book.vcf", {"year": None, "work": "Linden s.r.o.", "tags": {"VIP"}}),
}


@pytest.mark.parametrize("system", FILES)
def test_a_real_export_comes_in_whole(business, take, system):  # noqa: F811
    text, name, other = FILES[system]
    expected = {"phone": "+420605123456", "street": "Dlouhá 5", "postal_code": "602 00", "tags": set(), "code": ""}
    expected |= {"work": "", "language": ""} | other

    result = take(text, name=name)

    assert not result.rejected, reasons(result)
    jana = Customer.objects.get(family_name="Nováková")
    assert (jana.given_name, jana.emails.get().address) == ("Jana", "jana@example.com")
    address = jana.addresses.get()
    assert (address.lines.partition("\n")[0], address.city, address.country) == (expected["street"], "Brno", "CZ")
    assert address.postal_code == expected["postal_code"]
    assert getattr(jana.phones.first(), "e164", "") == expected["phone"]
    assert {tag.name for tag in jana.tags.all()} == expected["tags"]
    assert [code.code for code in jana.codes.all() if name != "book.vcf"] == list(filter(None, [expected["code"]]))
    work = Affiliation.objects.filter(person=jana).select_related("organisation").first()
    assert (work.organisation.name if work else "") == expected["work"]
    assert jana.language == expected["language"]
    assert [(d.month, d.day, d.year) for d in jana.dates.all()] == (
        [(3, 14, expected["year"])] if "year" in expected else []
    )


def test_what_only_one_system_writes_is_understood(business, take):  # noqa: F811
    take(GOOGLE, name="google.csv", source="google")
    jana = Customer.objects.get(family_name="Nováková")
    assert [phone.e164 for phone in jana.phones.order_by("position")] == ["+420605123456", "+420777123456"]
    assert (jana.titles_before, jana.titles_after) == ("Ing.", "Ph.D.")

    take(OUTLOOK, name="outlook.csv", source="outlook")
    petr = Customer.objects.get(family_name="Svoboda")
    assert not petr.dates.exists()

    take(ODOO, name="odoo.csv", source="odoo")
    azure = Customer.objects.get(name="Azure Interior")
    assert (azure.kind, azure.language) == ("organisation", "en")


@pytest.mark.parametrize(
    "written, numbers",
    [
        ("777/123 456", ["+420777123456"]),
        ("605 123 456 / 777 654 321", ["+420605123456", "+420777654321"]),
        ("605123456/777654321", ["+420605123456", "+420777654321"]),
        ("605 123 456, +995 599 12 34 56", ["+420605123456", "+995599123456"]),
        ("605 123 456 nebo 777 654 321", ["+420605123456", "+420777654321"]),
        ("00420 605 123 456", ["+420605123456"]),
        ("(+420) 605-123-456", ["+420605123456"]),
        ("'605123456", ["+420605123456"]),
    ],
)
def test_phones_of_every_style_are_read_and_several_in_one_cell_told_apart(business, take, written, numbers):  # noqa: F811
    take(f'name;phone\nAnn;"{written}"\n')

    assert [phone.e164 for phone in Customer.objects.get().phones.order_by("position", "id")] == numbers


@pytest.mark.parametrize("written", ["14. III. 1980", "14 მარტს 1980", "1980 წლის 14 მარტი", "14. března 1980"])
def test_days_as_they_are_written_in_georgian_and_czech(business, take, written):  # noqa: F811
    take(f"name;birthday\nAnn;{written}\n")

    date = Customer.objects.get().dates.get()
    assert (date.day, date.month, date.year) == (14, 3, 1980)


@pytest.mark.parametrize("written", ["0000-00-00", "0/0/00", "00.00.0000", "-"])
def test_a_day_of_nothing_but_noughts_is_none(business, take, written):  # noqa: F811
    assert take(f"name;birthday\nAnn;{written}\n").rejected == 0
    assert not Customer.objects.get().dates.exists()
