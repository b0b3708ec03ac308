"""Words in names that say nothing about whose they are, and those that stand for each other."""

LEGAL_FORMS = {
    *("sro", "as", "spol", "ltd", "limited", "llc", "inc", "incorporated", "gmbh", "ag", "kg", "co", "corp", "plc"),
    *("corporation", "company", "pvt", "private", "shps", "ss", "vos", "ks", "ops", "zs", "se", "sa", "srl", "bv"),
    *("oy", "ab", "spa", "sarl", "llp", "lp", "pte", "pty", "sia", "uab", "doo", "kft", "the", "and", "a", "und", "da"),
    *("im", "i", "m", "iv", "nv", "oo", "zoo"),
}
LEGAL_LETTERS = ("s r o", "a s", "spol s r o", "v o s", "k s", "o p s", "z s", "l l c", "g m b h", "s p a", "i m")
SHORT_WORDS = {
    "corp": "corporation",
    "bros": "brothers",
    "intl": "international",
    "mfg": "manufacturing",
    "assoc": "associates",
    "svc": "services",
    "service": "services",
    "tech": "technologies",
    "technology": "technologies",
    "sys": "systems",
    "system": "systems",
    "grp": "group",
}
GENERATIONS = {
    **dict.fromkeys(("jr", "junior", "ml", "mladsi", "umcrosi", "ii", "iii"), "younger"),
    **dict.fromkeys(("sr", "senior", "st", "starsi", "uprosi"), "elder"),
}
CITIES = {
    "prague": "praha", "prag": "praha", "pilsen": "plzen", "brunn": "brno", "vienna": "wien", "tiflis": "tbilisi",
    "madras": "chennai", "cennai": "chennai", "bombay": "mumbai", "calcutta": "kolkata", "munich": "munchen",
    "bangalore": "bengaluru", "koyamputtur": "coimbatore", "maturai": "madurai", "kutaissi": "kutaisi",
}  # fmt: skip
STREET_WORDS = {
    *("street", "st", "str", "road", "rd", "avenue", "ave", "av", "lane", "ln", "drive", "dr", "ul", "ulice", "trida"),
    *("tr", "nam", "namesti", "kucha", "kuca", "k", "q", "gamziri", "gamz", "teru", "nagar", "salai", "no", "c", "cp"),
    *("court", "ct", "place", "pl", "square", "sq", "flat", "apt", "unit", "bina", "boulevard", "blvd", "terrace", "n"),
}

_PET_NAMES = """
jan honza jenda janek jenik john | josef pepa jozka jozef joseph | jiri jirka jura | frantisek franta fanda |
karel kaja karlos | vaclav vasek venca | tomas tom tomik thomas tomasek | petr peta petrik peter | pavel pavlik |
jaroslav jarda jarek | miroslav mirek mira | zdenek zdenda | ladislav lada laco | vladimir vlada vladia |
stanislav standa stan | antonin tonda tonik anthony tony | michal misa michael mike mick mickey | jakub kuba james |
kubicek | marie maruska marenka majka mary | jana janicka jane | katerina katka kata katerinka catherine katherine |
kate katie kathy cathy | alzbeta betka bety elizabeth liz lizzie beth betty eliza | anna anicka andulka ann annie |
hana hanka hanicka hannah | eva evicka evka eve | vera verka verunka | zuzana zuzka susan sue susie | barbora bara |
marketa margaret maggie meg peggy | tereza terka terezka theresa | magdalena magda majda | ludmila lida lidka |
helena helenka hela helen | veronika verca nika | gabriela gabina gabca | alexandr sasa alexander alex aleksandre |
ondrej ondra andrew andy drew | vojtech vojta | lukas luky luke | daniel dan danny dano | matej mata | rostislav rosta |
bohumil bohous | oldrich olda | jindrich jindra henry harry hank | vitezslav vita | simon sim | radoslav radek |
robert bob bobby rob robbie bert | william bill billy will willy liam | richard dick rick ricky rich | charles |
charlie chuck | edward ed eddie ted ned | david dave davit dato data davy | christopher chris kit | matthew matt |
nicholas nick nikoloz nika niko nikolas | patrick pat paddy | stephen steven steve | samuel sam sammy | benjamin ben |
jonathan jon nathan | timothy tim | gregory greg | jeffrey jeff geoffrey geoff | kenneth ken kenny | ronald ron |
donald don | lawrence larry | leonard len lenny | raymond ray | frederick fred freddie | francis frank | albert al |
victoria vicky tori | rebecca becky becca | jennifer jenny jen | jessica jess jessie | deborah debbie deb |
patricia trish tricia patty | pamela pam | samantha sam | amanda mandy | abigail abby | isabella bella izzy isabel |
caroline carol carrie | christine christina chris tina kristyna | margareta greta | eleanor ellie nora nell |
giorgi gio goga gogi gia george georgi | tamar tamuna tako tamriko tamara tamari | mariam mari maka mariami maria |
ketevan keti keto ketino qetevan qeti qeto qetino | aleksandre sandro aleko lekso | irakli ika | ekaterine eka eko |
vakhtang vakho vato vaxtang | mikheil misha mixeil | besarion beso besik | teimuraz temo temuri | konstantine kote |
revaz rezo | avtandil avto | sopio sopo sopiko sopho sofio sofia sophia sofiko | tinatin tina tiko | ana anano aniko |
archil achiko | otar otiko | zurab zura zuriko | levan leo levaniko | natalia nata natali nataliya | elene eleniko |
nino ninutsa niniko ninucha | salome sali | khatuna khato xatuna | lasha lashiko | luka luca
"""


def _groups() -> dict[str, set[int]]:
    """Of each name the numbers of the groups it is in: Sam is Samuel's and Samantha's."""
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(_PET_NAMES.split("|")):
        for name in group.split():
            groups.setdefault(name, set()).add(number)
    return groups


_GROUP_OF = _groups()


def is_pet_name(one: str, other: str) -> bool:
    """Whether people who are called the one are called the other, too."""
    groups = _GROUP_OF.get(one)
    return bool(groups and groups & _GROUP_OF.get(other, set()))
