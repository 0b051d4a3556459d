"""From what somebody types to words: one case, no accents, chat spellings written out, numbers told apart."""

import re
import unicodedata

from shop_help.help_search.vocabulary import CHAT, IRREGULAR, UNITS

_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_TOKEN = re.compile(r"<\w+>|[$£€]\s?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?\s?%|\d+(?:[.,]\d+)?|[^\W\d_]+")
_THREE_ALIKE = re.compile(r"(.)\1{2,}")
#: Longer numbers are those of orders and parcels.
SHORT_NUMBER = 6


def words_of(text: str) -> list[str]:
    """The words in their order; numbers stand as <number>, <money>, <percent> or not at all."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = _THREE_ALIKE.sub(r"\1\1", plain)
    words: list[str] = []
    for token in _TOKEN.findall(plain):
        if token[0].isalpha() or token[0] == "<":
            words += CHAT.get(token, token).split()
        else:
            words += _numbered(token, words[-1] if words else "")
    return _with_lengths_of_time(words)


#: Years of somebody too young, or just old enough, and what is said before them.
YOUNG = range(10, 19)
BEFORE_AGE = frozenset({"am", "be", "is", "under", "over", "only", "turned", "aged", "least"})


def _numbered(token: str, before: str) -> list[str]:
    if token.isdecimal() and int(token) in YOUNG and before in BEFORE_AGE:
        return ["<age>"]
    if token[0] in "$£€":
        return ["<money>"]
    if token.endswith("%"):
        return ["<percent>"]
    return ["<number>"] if len(token) <= SHORT_NUMBER else []


def _with_lengths_of_time(words: list[str]) -> list[str]:
    """ "2 weeks" is one thing said: a length of time. "12 bucks" is money."""
    done: list[str] = []
    for word in words:
        kind = UNITS.get(word)
        if kind and done and done[-1] == "<number>":
            done.pop()
        done += [f"<{kind}>"] if kind else [word]
    return done


def stem_of(word: str) -> str:
    """What a word and its forms have in common: charged, charges, charging → charg."""
    if word.startswith("<"):
        return word
    word = IRREGULAR.get(word, word)
    for ending, least in (("ingly", 4), ("ing", 3), ("ied", 2), ("ies", 2), ("ed", 3), ("es", 4), ("s", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word.rstrip("eyi") if len(word) > 3 else word
