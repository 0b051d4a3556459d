"""What operators wrote of their words in other languages, kept beside them."""

from typing import Any

#: By language: the words by field; `version`: of the words that they say in it;
#: `at`: when they were written (ISO, UTC).
Translations = dict[str, dict[str, Any]]
