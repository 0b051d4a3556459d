"""The whole file of a case for its buyer: one page to read and print, and an archive to keep."""

from flask import Response, render_template

from shop_help.buyers import door
from shop_help.buyers.protection_shown import own_case
from shop_help.protection_archive import archive_answer
from shop_help.protection_file import BUYER, file_of
from shop_help.protection_sides import photo_href, steps_in_words


@door.get("/protection/<int:protection_id>/file")
def protection_file(protection_id: int) -> str:
    case = own_case(protection_id)
    return render_template(
        "buyers/protection_papers.html",
        case=case,
        file=file_of(case, BUYER),
        steps=steps_in_words(case, BUYER),
        photo_href=photo_href,
    )


@door.get("/protection/<int:protection_id>/archive")
def protection_archive(protection_id: int) -> Response:
    return archive_answer(file_of(own_case(protection_id), BUYER))
