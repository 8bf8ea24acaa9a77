"""The words that rules look for, as small tables, and how a text is cut into words."""

import re
from unicodedata import category, normalize


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


ABSOLUTE = _table("always never impossible invariably")
"""Words that make a statement easy to prove wrong. "All", "every", "only", "none" and "must" have too many other uses."""

VAGUE = _table("often usually sometimes frequently generally occasionally rarely seldom commonly")
"""Words for a share that everybody takes for another one."""

NEGATIVE = _table("not no never cannot neither nor without except isn't aren't doesn't don't can't won't")
"""Words that turn an option round."""

SILENT_H = ("hour", "honest", "honour", "honor", "heir")
LIKE_YOU = ("uni", "use", "usual", "util", "euro", "one", "once", "ubiq", "unanim")
"""Beginnings that take the other article than their first letter: "an hour", "a unit"."""
UNIQUE = ("unin", "unim", "unid")
"""Beginnings with "uni" that are a negation, and take "an"."""
SAID_WITH_VOWEL = frozenset("AEFHILMNORSX")
"""Letters whose names begin with a vowel, as the M of "an MRI"."""

COMMON = _table("""
    about above after again against alone along already although among another around because become before begin
    being below between beyond cause causes caused clearly could describe described different during either
    enough every first found given gives going great group having itself known large later least leave likely
    little longer makes means might moment needs never often other others people perhaps person place point points
    present question quite rather right second seems several shall should shows since small something sometimes
    stands still takes tells their there these thing things third those though three through together towards
    under until usually where whether which while whole whose within without would wrong years
""")
"""Words of five letters and more that tell nothing about a subject."""

FIELD = _table("""
    ankle areas assess assessment bodies bodywork calls chest client clients clinician condition doctor elbow
    emergency exercise fingers front hands health inner joint joints lower massage medical method minutes months
    movement muscle muscles nerve nerves outer pains palpation patient patients practice practitioner pressed
    pressing pressure referral referred refers release session sessions shoulder shoulders studies study symptom
    symptoms technique techniques tender tenderness therapist therapists therapy thumb tissue tissues touch treat
    treated treating treatment trial trials trigger upper weeks work wrist
""")
"""Words of the subject that stand in any question, so that an option may have them too."""

ABBREVIATIONS = _table("""
    AB AED AIDS AIIS AM AMTA ASIS BCTMB BMI BP CE CPD CPR CT DNA DVT ECG EEG EKG EMG EMS EU FAQ FSMTB GP HIPAA HIV ID
    IV MBLEX MD MRI NCBTMB NMT NSAID NSAIDS OK OSHA PDF PM PSIS PT RH RN RNA ROM SOAP TENS TMJ TV UK US USA UTC UV VAS WHO
""")
"""Abbreviations that need no explanation in this field, the blood group AB among them."""

EMPHASIS = _table("""
    A ALL ALSO ALWAYS AN AND ANY ARE AS AT BE BEST BOTH BUT BY CAN CANNOT CORRECT DO DOES DOUBLE EVERY EXCEPT FALSE FEW
    FIRST FOR FROM GO HAS HE HER HIS IF IN INCORRECT IS IT LAST LEAST LEFT LESS LIKELY MAIN MAY ME MORE MOST MUST MY NEVER NO NONE NOT OF
    OFF OLD ON ONE ONLY OR OUT RIGHT SAME SHE SHOULD SO STILL THAT THE THIS TO TRUE TWO UNLESS UP WE WHAT WHEN WHERE WHICH WHO
    WHY WILL WITH WITHOUT WORST WRONG YES
""")
"""Words written in capitals to stress them."""

_MARKUP = re.compile(
    r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,400}\)|[*`]|(?<![\w_])_(?=\w)|(?<=\w)_(?![\w_])|\\(?=[^\w\s])"
)
_SIGNS = frozenset("[*`_\\")
_WORD = re.compile(r"[^\W_]+(?:['’‐-][^\W_]+)*")
_PARTS = re.compile(r"[^\W_]+|[.,](?=\d)|[^\w\s.,]")
_KEPT = frozenset(
    ".,%/&-′″‴"
)  # beside the signs that Unicode calls symbols: decimal points, minutes and the like
ABBREVIATION = re.compile(r"(?<![\w.-])([A-Z]{2,6})s?(?![\w-])")
_EXPLAINED = re.compile(r"\(([A-Z]{2,6})|(?<![A-Z])([A-Z]{2,6})(?= \(| stands for)")
_ROMAN_OR_LEVEL = re.compile(r"[IVX]+|[CTLS]\d+|[A-Z]\d*")


def bare(text: str) -> str:
    """Return a text on one line and without its Markdown; of a link or picture its words stay."""
    if not _SIGNS.isdisjoint(text):
        text = _MARKUP.sub(lambda found: found[1] or "", text)
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, in small letters."""
    return _WORD.findall(text.lower().replace("’", "'"))


def content(text: str) -> frozenset[str]:
    """Return the words of a text that tell something: five letters and more, none of the commonest."""
    return frozenset(word for word in words(text) if len(word) >= 5 and word not in COMMON)


def folded(text: str) -> str:
    """Return a text as options are compared: without case, spaces and punctuation, but with all signs that mean something."""
    parts = _PARTS.findall(normalize("NFC", bare(text)).casefold())
    return " ".join(
        one for one in parts if len(one) > 1 or one.isalnum() or one in _KEPT or category(one)[0] == "S"
    )


def wants_an(word: str) -> bool:
    """Tell whether a word takes "an" before it, by its sound as far as its letters tell it."""
    if word.isupper() and len(word) > 1:
        return word[0] in SAID_WITH_VOWEL
    low = word.lower()
    if low.startswith(SILENT_H):
        return True
    if low.startswith(LIKE_YOU) and not low.startswith(UNIQUE):
        return False
    return low[:1] in set("aeiou") or low.startswith(("8", "11", "18"))


def abbreviations(text: str) -> list[str]:
    """Return the words of a text that are abbreviations, with neither stress, numerals nor levels of the spine."""
    found = ABBREVIATION.findall(text)
    return [word for word in found if word not in EMPHASIS and not _ROMAN_OR_LEVEL.fullmatch(word)]


def explained(text: str) -> frozenset[str]:
    """Return the abbreviations that a text explains: those in brackets, or with brackets behind them."""
    return frozenset(one or other for one, other in _EXPLAINED.findall(text))
