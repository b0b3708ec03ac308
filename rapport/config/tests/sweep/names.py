"""Names as long as names get, in four scripts."""

LONG_NAMES = {  # a person, an organisation
    "en": (
        "Bartholomew Featherstonehaugh-Cholmondeley-Wolfeschlegelstein",
        "Llanfairpwllgwyngyllgogerychwyrn Co.",
    ),
    "ka": ("კონსტანტინე-ალექსანდრე ბარათაშვილი-მაღალაშვილიწერეთელი", "საქართველოსავიაკონსტრუქტორთაგაერთიანება"),
    "cs": (
        "Ing. arch. Maxmilián-Bartoloměj Nejneobhospodařovávatelnější, Ph.D.",
        "Severozápadočeskohornoslavkovské dřevařství",
    ),
    "ta": ("திருவேங்கடசுப்பிரமணியன் சிவராமகிருஷ்ணகோபாலமூர்த்தி", "திருவனந்தபுரபத்மநாபசுவாமிகைவினைப்பொருட்கழகம்"),
}
LONG_NAMES_OF_COLLEAGUES = {language: names[0] for language, names in LONG_NAMES.items()}
