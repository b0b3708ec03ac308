"""Names, streets and towns of the labelled sets, with how each is written elsewhere."""

CZECH_MEN = (
    "Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk František Václav Michal Jakub Karel Lukáš David "
    "Vladimír Ladislav Ondřej Roman Stanislav Marek Antonín Daniel Filip Vojtěch Adam Radek Milan Libor"
).split()
CZECH_WOMEN = (
    "Jana Marie Eva Hana Anna Lenka Kateřina Věra Lucie Alena Petra Jaroslava Martina Tereza Veronika Ludmila Helena "
    "Michaela Zuzana Monika Barbora Markéta Eliška Nikola Šárka Dana Ivana Zdeňka Kristýna Božena"
).split()
CZECH_FAMILIES = (
    "Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Marek Pospíšil Hájek Jelínek Král "
    "Růžička Beneš Fiala Sedlák Doležal Zeman Kolář Navrátil Čermák Vaněk Urban Blažek Kříž Kovář Kratochvíl Bartoš "
    "Vlček Polák Musil Kopecký Šimek Konečný Malý Holub Štěpánek Kadlec Soukup Šťastný Mareš Moravec Sýkora Tichý "
    "Valenta Vávra Matoušek Bláha Říha Ševčík Bureš Hruška Mašek Pavlík Dušek Hrubý Havlíček Janda Mach Liška"
).split()
GEORGIAN_MEN = (
    "გიორგი დავით ლევან ირაკლი ზურაბ ლუკა ნიკოლოზ ალექსანდრე მიხეილ თეიმურაზ რევაზ ვახტანგ შოთა გურამ ოთარ".split()
)
GEORGIAN_WOMEN = (
    "ნინო თამარ მარიამ ქეთევან ელენე სალომე ანა ნათია ეკატერინე თინათინ ხათუნა მანანა ლელა სოფიო მაია".split()
)
GEORGIAN_FAMILIES = (
    "ბერიძე კაპანაძე გელაშვილი მაისურაძე გიორგაძე ლომიძე წიკლაური ბოლქვაძე ყიფშიძე ჭავჭავაძე წერეთელი აბაშიძე "
    "ხუციშვილი ნოზაძე ღლონტი შენგელია ჯაფარიძე კვარაცხელია დოლიძე მჭედლიშვილი თოდუა ქავთარაძე სულაბერიძე ხარაზი"
).split()
TAMIL_MEN = "கார்த்திக் முருகன் குமார் சுந்தர் ரமேஷ் செல்வம் அருண் விஜய் பிரகாஷ் மணிகண்டன் சரவணன் தினேஷ்".split()
TAMIL_WOMEN = "லட்சுமி பிரியா மீனாட்சி கவிதா வள்ளி தீபா அனிதா சுமதி ஜெயந்தி கலா ரேவதி மாலதி".split()
TAMIL_FAMILIES = "சுப்ரமணியன் நாராயணன் ராமன் பாண்டியன் கிருஷ்ணன் வேலு மாணிக்கம் முத்துசாமி சண்முகம் ராஜேந்திரன்".split()
ENGLISH_MEN = (
    "James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Andrew "
    "Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Gary Nicholas Eric"
).split()
ENGLISH_WOMEN = (
    "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Margaret Sandra Ashley "
    "Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy"
).split()
ENGLISH_FAMILIES = (
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Thomas Taylor Moore Jackson Martin Lee "
    "Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Hall "
    "Campbell Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers "
    "Morgan Cooper Peterson Reed Bailey Bell Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray Hughes"
).split()
# As people of these names write themselves in Latin letters; letter by letter it would often be otherwise.
LATIN = {
    "ქეთევან": ("Ketevan", "Qetevan"), "ყიფშიძე": ("Kipshidze", "Qipshidze"), "წერეთელი": ("Tsereteli",),
    "ჭავჭავაძე": ("Chavchavadze",), "მჭედლიშვილი": ("Mchedlishvili",), "ღლონტი": ("Glonti", "Ghlonti"),
    "ქავთარაძე": ("Kavtaradze",), "წიკლაური": ("Tsiklauri",), "ბოლქვაძე": ("Bolkvadze",), "ჯაფარიძე": ("Japaridze",),
    "სოფიო": ("Sopio", "Sofio"), "მიხეილ": ("Mikheil",), "ხათუნა": ("Khatuna",), "კარტიკ": ("Kartik",),
    "கார்த்திக்": ("Karthik", "Kartik"), "லட்சுமி": ("Lakshmi",), "மீனாட்சி": ("Meenakshi",), "சுந்தர்": ("Sundar",),
    "பிரியா": ("Priya",), "ரமேஷ்": ("Ramesh",), "செல்வம்": ("Selvam",), "பிரகாஷ்": ("Prakash",), "விஜய்": ("Vijay",),
    "சரவணன்": ("Saravanan",), "தினேஷ்": ("Dinesh",), "அருண்": ("Arun",), "குமார்": ("Kumar",), "கவிதா": ("Kavitha",),
    "முருகன்": ("Murugan",), "மணிகண்டன்": ("Manikandan",), "வள்ளி": ("Valli",), "தீபா": ("Deepa",), "அனிதா": ("Anitha",),
    "சுமதி": ("Sumathi",), "ஜெயந்தி": ("Jayanthi",), "கலா": ("Kala",), "ரேவதி": ("Revathi",), "மாலதி": ("Malathi",),
    "சுப்ரமணியன்": ("Subramanian", "Subramaniyan"), "நாராயணன்": ("Narayanan",), "ராமன்": ("Raman",),
    "பாண்டியன்": ("Pandian", "Pandiyan"), "கிருஷ்ணன்": ("Krishnan",), "வேலு": ("Velu",), "மாணிக்கம்": ("Manickam",),
    "முத்துசாமி": ("Muthuswamy", "Muthusamy"), "சண்முகம்": ("Shanmugam",), "ராஜேந்திரன்": ("Rajendran",),
}  # fmt: skip
PET_NAMES = {
    "Jan": "Honza", "Josef": "Pepa", "Jiří": "Jirka", "František": "Franta", "Václav": "Vašek", "Tomáš": "Tom",
    "Kateřina": "Katka", "Zuzana": "Zuzka", "Jaroslav": "Jarda", "Marie": "Maruška", "Vojtěch": "Vojta",
    "William": "Bill", "Robert": "Bob", "Elizabeth": "Liz", "Margaret": "Peggy", "Richard": "Dick", "James": "Jim",
    "Michael": "Mike", "Patricia": "Trish", "Jennifer": "Jenny", "Deborah": "Debbie", "Thomas": "Tom", "Joseph": "Joe",
    "დავით": "დათო", "ნიკოლოზ": "ნიკა", "ქეთევან": "ქეთი", "თამარ": "თამუნა", "ალექსანდრე": "სანდრო", "ვახტანგ": "ვახო",
}  # fmt: skip
CITIES = {
    "cs": [("Praha", "11000"), ("Praha", "12000"), ("Praha 4", "14000"), ("Brno", "60200"), ("Brno", "61300"),
           ("Plzeň", "30100"), ("Ostrava", "70200"), ("Olomouc", "77900"), ("Liberec", "46001"), ("Zlín", "76001")],
    "ka": [("თბილისი", "0179"), ("თბილისი", "0108"), ("ბათუმი", "6010"), ("ქუთაისი", "4600"), ("რუსთავი", "3700")],
    "ta": [("சென்னை", "600001"), ("சென்னை", "600017"), ("மதுரை", "625001"), ("கோயம்புத்தூர்", "641001")],
    "en": [("London", "NW1 6XE"), ("Leeds", "LS1 4DY"), ("Bristol", "BS1 5TR"), ("York", "YO1 7HH")],
}  # fmt: skip
CITY_IN_LATIN = {
    "თბილისი": "Tbilisi", "ბათუმი": "Batumi", "ქუთაისი": "Kutaisi", "რუსთავი": "Rustavi", "சென்னை": "Chennai",
    "மதுரை": "Madurai", "கோயம்புத்தூர்": "Coimbatore", "Praha": "Prague", "Plzeň": "Plzen",
}  # fmt: skip
STREETS = {
    "cs": "Dlouhá Husova Nádražní Školní Zahradní Masarykova Palackého Lipová Jiráskova Komenského Polní".split(),
    "ka": ["რუსთაველის გამზ.", "აბაშიძის ქ.", "ჭავჭავაძის გამზ.", "ვაჟა-ფშაველას გამზ.", "წერეთლის ქ.", "კოსტავას ქ."],
    "ta": ["அண்ணா சாலை", "காந்தி தெரு", "நேரு தெரு", "பாரதி சாலை", "கோவில் தெரு"],
    "en": ["High Street", "Station Road", "Church Lane", "Victoria Road", "Mill Lane", "Park Avenue", "Green Street"],
}
COMPANY_WORDS = (
    "Alfa Beta Delta Sigma Orion Vega Lumen Terra Aqua Ferro Nova Magna Boreas Corvus Linden Amber Falcon Granit "
    "Tilia Rubin Safír Topas Merkur Saturn Jupiter Kronos Atlas Titan Vulkan Zefyr Fénix"
).split()
COMPANY_ENDINGS = ("", "x", "tech", "net", "via", "pro", "line")
COMPANY_TRADES = "Stavby Trading Logistics Dřevo Media Consulting Transport Textil Servis Bakery Foods Glass".split()
COMPANY_FORMS = {
    "cs": ("s.r.o.", "a.s.", "spol. s r.o.", ""),
    "en": ("Ltd", "Limited", "LLC", "Inc."),
    "ka": ("შპს",),
    "ta": ("Pvt Ltd",),
}
