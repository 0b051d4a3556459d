"""Where photos are kept: files of their own, outside of everything that is served by its address."""

from pathlib import Path

from flask import current_app
from werkzeug.security import safe_join

from shop_help.darkroom import ENDING, Developed
from shop_help.disk import whole_file


def folder() -> Path:
    """The folder of all photos; processes and machines that serve together share it."""
    return Path(current_app.config["PHOTOS_DIR"])


def keep(photo_id: str, photo: Developed) -> str:
    """Writes a photo in both sizes and returns its name. Both are on the disk when this returns, or neither."""
    name = f"{photo_id[:2]}/{photo_id}.{ENDING}"
    try:
        for content, path in zip((photo.large, photo.small), paths_of(name), strict=True):
            with whole_file(path) as file:
                file.write(content)
    except BaseException:
        remove(name)
        raise
    return name


def all_files() -> list[Path]:
    """Everything that lies in the folder, photos or not, finished or not."""
    return sorted(path for path in folder().rglob("*") if path.is_file())


def remove(name: str) -> None:
    """Takes a photo away in both sizes; one that is not there is no fault."""
    for path in paths_of(name):
        path.unlink(missing_ok=True)


def path_of(name: str, small: bool = False) -> Path | None:
    """The file to serve, or None where it is gone."""
    large_path, small_path = paths_of(name)
    wanted = small_path if small else large_path
    return wanted if wanted.is_file() else None


def paths_of(name: str) -> tuple[Path, Path]:
    """Where a photo lies, large and small."""
    found = safe_join(str(folder()), name)
    if found is None:
        raise ValueError("a photo's name leads out of their folder")
    large = Path(found)
    return large, large.with_suffix(f".small{large.suffix}")
