"""A sentence of ours is put into a page as it stands; whatever else comes through gettext is text."""

import pytest

from shop_help.languages import words_of


@pytest.mark.parametrize("text", ["<b>x</b>", 'x" hx-get="/', "a & b", "<"])
def test_what_a_template_hands_to_gettext_from_the_database_is_escaped(text: str) -> None:
    assert not {"<", '"'} & set(str(words_of("en")(text)))


def test_a_sentence_of_ours_stays_as_it_is_and_its_values_are_escaped() -> None:
    words = words_of("en")
    assert str(words("It isn't %(what)s.", what="<here>")) == "It isn't &lt;here&gt;."
