"""The exports of other systems are understood by their headings, without anybody choosing columns."""

import pytest

from rapport.core.tabular.columns import recognise
from rapport.core.tabular.presets import recognised
from rapport.customers.importing.fields import FIELDS
from rapport.customers.importing.presets import PRESETS
from rapport.customers.models import Address
from rapport.customers.tests.test_import_pages import bring, home, mark  # noqa: F401
from rapport.customers.tests.test_importing import take  # noqa: F401

EXPORTS = {  # heading > what it holds, with its label; a heading alone is passed over
    "Google Contacts": """
        First Name > given_name | Middle Name > patronymic | Last Name > family_name | Phonetic First Name |
        Phonetic Middle Name | Phonetic Last Name | Name Prefix > titles_before | Name Suffix > titles_after |
        Nickname > nickname | File As > name | Organization Name > company | Organization Title > job_title |
        Organization Department | Birthday > birthday | Notes > notes | Photo | Labels > tags |
        E-mail 1 - Label > email_label | E-mail 1 - Value > email | E-mail 2 - Label > email_label |
        E-mail 2 - Value > email | Phone 1 - Label > phone_label | Phone 1 - Value > phone |
        Phone 2 - Label > phone_label | Phone 2 - Value > phone | Address 1 - Label > address_label |
        Address 1 - Formatted | Address 1 - Street > street | Address 1 - City > city | Address 1 - PO Box |
        Address 1 - Region > area | Address 1 - Postal Code > postal_code | Address 1 - Country > country |
        Address 1 - Extended Address > street | Website 1 - Label | Website 1 - Value > web
    """,
    "Google Contacts, before 2024": """
        Name > name | Given Name > given_name | Additional Name > patronymic | Family Name > family_name | Yomi Name |
        Given Name Yomi | Additional Name Yomi | Family Name Yomi | Name Prefix > titles_before |
        Name Suffix > titles_after | Initials | Nickname > nickname | Short Name > nickname | Maiden Name |
        Birthday > birthday | Gender > form_gender | Location | Billing Information | Directory Server | Mileage |
        Occupation > job_title | Hobby | Sensitivity | Priority | Subject | Notes > notes | Language > language |
        Photo | Group Membership > tags | E-mail 1 - Type > email_label | E-mail 1 - Value > email |
        Phone 1 - Type > phone_label | Phone 1 - Value > phone | Organization 1 - Type |
        Organization 1 - Name > company | Organization 1 - Title > job_title
    """,
    "Outlook": """
        First Name > given_name | Middle Name > patronymic | Last Name > family_name | Title > titles_before |
        Suffix > titles_after | Nickname > nickname | Given Yomi | Surname Yomi | E-mail Address > email |
        E-mail 2 Address > email | E-mail 3 Address > email | Home Phone > phone:home | Home Phone 2 > phone:home |
        Business Phone > phone:work | Business Phone 2 > phone:work | Mobile Phone > phone:mobile | Car Phone |
        Other Phone > phone:other | Primary Phone > phone | Pager | Business Fax > fax:work | Home Fax > fax:home |
        Other Fax > fax:other | Company Main Phone > phone:work | Callback | Radio Phone | Telex | TTY/TDD Phone |
        IMAddress | Job Title > job_title | Department | Company > company | Office Location | Manager's Name |
        Assistant's Name | Assistant's Phone | Company Yomi | Business Street > street:work |
        Business City > city:work | Business State > area:work | Business Postal Code > postal_code:work |
        Business Country/Region > country:work | Home Street > street:home | Home City > city:home |
        Home State > area:home | Home Postal Code > postal_code:home | Home Country/Region > country:home |
        Other Street > street:other | Other City > city:other | Other State > area:other |
        Other Postal Code > postal_code:other | Other Country/Region > country:other | Personal Web Page > web |
        Spouse | Schools | Hobby | Location | Web Page > web | Birthday > birthday | Anniversary > anniversary |
        Notes > notes
    """,
    "HubSpot, contacts": """
        Record ID > code | First Name > given_name | Last Name > family_name | Email > email | Phone Number > phone |
        Contact owner > account_manager | Primary Associated Company ID | Last Activity Date (GMT+2) | Lead Status |
        Marketing contact status | Create Date (GMT+2) | Associated Company > company | Job Title > job_title |
        Mobile Phone Number > phone:mobile | City > city | State/Region > area | Postal Code > postal_code |
        Country/Region > country | Lifecycle Stage | Original Source > source
    """,
    "HubSpot, companies": """
        Record ID > code | Company name > company | Company owner > account_manager | Create Date |
        Phone Number > phone | Last Activity Date | City > city | Country/Region > country | Industry |
        Company Domain Name > web | Street Address > street | Postal Code > postal_code | Number of Employees |
        Annual Revenue
    """,
    "Salesforce, Data Loader": """
        Id > code | AccountId > code | LastName > family_name | FirstName > given_name | Salutation > titles_before |
        Name > name | MailingStreet > street:postal | MailingCity > city:postal | MailingState > area:postal |
        MailingPostalCode > postal_code:postal | MailingCountry > country:postal | Phone > phone | Fax > fax |
        MobilePhone > phone:mobile | HomePhone > phone:home | Email > email | Title > job_title | Department |
        LeadSource > source | Birthdate > birthday | OwnerId | CreatedDate | IsDeleted
    """,
    "Salesforce, report": """
        First Name > given_name | Last Name > family_name | Title > job_title | Account Name > company |
        Mailing Street > street:postal | Mailing City > city:postal | Mailing State/Province > area:postal |
        Mailing Zip/Postal Code > postal_code:postal | Mailing Country > country:postal | Phone > phone | Fax > fax |
        Mobile > phone:mobile | Email > email | Account Owner > account_manager
    """,
    "Odoo": """
        id > code | Name > name | Company Type > kind | Related Company > company | Email > email | Phone > phone |
        Mobile > phone:mobile | Street > street | Street2 > street | City > city | Zip > postal_code | State > area |
        Country > country | Tax ID | Website > web | Salesperson > account_manager | Tags > tags | Notes > notes |
        Job Position > job_title | Title > titles_before | Language > language | Reference > code
    """,
    "Odoo, technical names": """
        id > code | display_name > name | is_company > kind | parent_id > company | email > email | phone > phone |
        mobile > phone:mobile | street > street | street2 > street | city > city | zip > postal_code |
        state_id > area | country_id > country | vat | website > web | user_id > code | category_id > tags |
        comment > notes | function > job_title | title > titles_before | lang > language | ref > code
    """,
    "Mailchimp": """
        Email Address > email | First Name > given_name | Last Name > family_name | Address > street |
        Phone Number > phone | Birthday > birthday | MEMBER_RATING | OPTIN_TIME | OPTIN_IP | CONFIRM_TIME |
        CONFIRM_IP | LATITUDE | LONGITUDE | GMTOFF | DSTOFF | TIMEZONE > time_zone | CC > country | REGION > area |
        LAST_CHANGED | LEID | EUID | NOTES > notes | TAGS > tags
    """,
    "Shopify, customers": """
        Customer ID > code | First Name > given_name | Last Name > family_name | Email > email |
        Accepts Email Marketing | Default Address Company > company | Default Address Address1 > street |
        Default Address Address2 > street | Default Address City > city | Default Address Province Code > area |
        Default Address Country Code > country | Default Address Zip > postal_code | Default Address Phone > phone |
        Phone > phone | Accepts SMS Marketing | Total Spent | Total Orders | Note > notes | Tax Exempt | Tags > tags
    """,
    "WooCommerce, customers": """
        Name > name | Username | Last Active | Sign Up | Email > email | Orders | Total Spend | AOV |
        Country / Region > country | City > city | Region > area | Postal Code > postal_code
    """,
    "WooCommerce, users": """
        ID > code | user_login | user_email > email | user_registered | first_name > given_name |
        last_name > family_name | billing_first_name > given_name | billing_last_name > family_name |
        billing_company > company | billing_email > email:billing | billing_phone > phone:billing |
        billing_address_1 > street:billing | billing_address_2 > street:billing |
        billing_postcode > postal_code:billing | billing_city > city:billing | billing_state > area:billing |
        billing_country > country:billing | shipping_first_name > given_name | shipping_last_name > family_name |
        shipping_address_1 > street:delivery | shipping_city > city:delivery |
        shipping_postcode > postal_code:delivery | shipping_country > country:delivery
    """,
}


@pytest.mark.parametrize("system", EXPORTS)
def test_every_column_of_an_export_holds_what_it_should(system):
    lines = [line.partition(">") for line in EXPORTS[system].replace("\n", " ").split("|")]
    headings = [heading.strip() for heading, _sign, _field in lines]
    wanted = {number: field.strip() for number, (_heading, sign, field) in enumerate(lines) if sign}
    columns = recognise(headings, FIELDS)
    found = {
        match.index: f"{match.field}:{match.label}".removesuffix(":")
        for field in FIELDS
        for match in columns.matches(field.name)
    }
    assert {headings[n]: field for n, field in found.items()} == {headings[n]: field for n, field in wanted.items()}


@pytest.mark.parametrize("system", EXPORTS)
def test_a_file_is_told_by_its_headings_to_be_an_export_of_that_system(system):
    headings = [line.partition(">")[0].strip() for line in EXPORTS[system].replace("\n", " ").split("|")]

    assert recognised(headings, PRESETS) == system.partition(",")[0]


def test_a_file_of_ones_own_is_taken_for_nobody_s():
    assert recognised(["Id", "Name", "Email", "Phone", "City", "Tags", "Notes"], PRESETS) == ""


@pytest.mark.django_db
def test_the_page_of_columns_says_which_system_it_is(client, mark):  # noqa: F811
    import_ = bring(client, "Email Address,First Name,MEMBER_RATING,OPTIN_TIME\nann@example.com,Ann,2,\n")
    shown = client.get(f"/settings/import/{import_.pk}/columns/").content.decode()
    assert "This looks like an export of Mailchimp." in shown

    import_ = bring(client, "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEND:VCARD\n", "book.vcf")
    assert "This is an address book (vCard)." in client.get(f"/settings/import/{import_.pk}/columns/").content.decode()


@pytest.mark.django_db
def test_an_address_that_mailchimp_writes_into_one_cell_is_taken_apart(business, take):  # noqa: F811
    take(
        "Email Address,First Name,Address,LEID,EUID\n"
        "a@example.com,Ann,12 Oak St  Floor 2  Brno  Jihomoravský kraj  602 00  CZ,1,x\n"
        "b@example.com,Bob,12 Oak St    Atlanta  GA  30303  US,2,y\n"
        "c@example.com,Cyd,5 Elm St  Tbilisi    0105  Georgia,3,z\n"
        "d@example.com,Dan,House  of the Rising  Sun,4,w\n"
    )

    said = {a.customer.name: (a.lines, a.city, a.area, a.postal_code, a.country) for a in Address.objects.all()}
    assert said["Ann"] == ("12 Oak St\nFloor 2", "Brno", "Jihomoravský kraj", "602 00", "CZ")
    assert said["Bob"] == ("12 Oak St", "Atlanta", "GA", "30303", "US")
    assert said["Cyd"] == ("5 Elm St", "Tbilisi", "", "0105", "GE")
    assert said["Dan"][:2] == ("House of the Rising Sun", "")
