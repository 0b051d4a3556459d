"""What an answer says: of an archive, all that is in it."""

import zipfile
from io import BytesIO

from werkzeug.test import TestResponse


def told_in(answer: TestResponse) -> str:
    """Its text, or the texts of the files in a zip; of a picture, none."""
    if answer.mimetype.startswith("image/"):
        return ""
    if answer.mimetype != "application/zip":
        return answer.text
    with zipfile.ZipFile(BytesIO(answer.data)) as kept:
        return "\n".join(kept.read(name).decode("utf-8", "replace") for name in kept.namelist())
