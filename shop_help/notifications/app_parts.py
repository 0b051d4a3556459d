"""What makes an app of our pages: its manifest, its icons, its worker, and the page for when there is no network.

Nothing of this is about anybody: it is the same for all, and kept by browsers.
"""

import json
from io import BytesIO

from flask import Response, abort, render_template
from PIL import Image, ImageDraw

from shop_help import branding, urls
from shop_help.assets import content_of, version
from shop_help.extensions import limiter
from shop_help.notifications import door

WORKER = "js/worker.js"
#: In pixels, Apple's first. MASKED is one of 512 that reaches to the edge, for systems that cut it.
SIZES, MASKED = (180, 192, 512, 513), 513
WHITE = "#ffffff"
_DAY = "public, max-age=86400"


@door.get("/manifest.webmanifest")
@limiter.exempt
def manifest() -> Response:
    look = branding.current()
    icons = [
        {"src": urls.app_icon(size, look.version), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in (192, 512)
    ]
    masked = urls.app_icon(MASKED, look.version)
    icons.append({"src": masked, "sizes": "512x512", "type": "image/png", "purpose": "maskable"})
    told = {
        "name": look.name,
        "short_name": look.name,
        "id": "/",
        "start_url": urls.home(),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f4f1",
        "theme_color": "#f6f4f1",
        "icons": icons,
    }
    return _kept(Response(json.dumps(told), mimetype="application/manifest+json"))


@door.get("/sw.js")
@limiter.exempt
def worker() -> Response:
    """The worker, at the root so that it sees all pages; another version of our files is another worker."""
    script = (content_of(WORKER) or b"").decode()
    answer = Response(f'const VERSION = "{version()}";\n{script}', mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@door.get("/offline")
@limiter.exempt
def offline() -> str:
    return render_template("notifications/offline.html")


@door.get("/icons/<int:size>.png")
@limiter.exempt
def icon(size: int) -> Response:
    if size not in SIZES:
        abort(404)
    return _kept(Response(icon_of(size), mimetype="image/png"))


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = _DAY
    return answer


#: By size and version of the brand. There are four sizes, and of what was before nobody asks any more.
_pictures: dict[tuple[int, str], bytes] = {}


def icon_of(size: int) -> bytes:
    """The icon in pixels."""
    look = branding.current()
    if (size, look.version) not in _pictures:
        for old in [key for key in _pictures if key[1] != look.version]:
            _pictures.pop(old, None)
        kept = BytesIO()
        drawn = picture(min(size, 512), size in (180, MASKED), look)
        # A third of the bytes: there are two colours, and what lies between them at the edges.
        drawn = drawn if look.logo else drawn.quantize(24, Image.Quantize.FASTOCTREE)
        drawn.save(kept, "PNG", optimize=True)
        _pictures[size, look.version] = kept.getvalue()
    return _pictures[size, look.version]


def picture(edge: int, is_masked: bool, look: branding.Look) -> Image.Image:
    """The logo on white, or the sign of favicon.svg on the accent, drawn four times as large first so that its edges
    are smooth. Masked: colour to the edge, and the sign within the circle that every system leaves."""
    ground = WHITE if look.logo else look.accent
    large = Image.new("RGBA", (edge * 4, edge * 4), ground if is_masked else (0, 0, 0, 0))
    draw, unit = ImageDraw.Draw(large), edge * 4 / 32
    if not is_masked:
        draw.rounded_rectangle([0, 0, 32 * unit, 32 * unit], radius=8 * unit, fill=ground)
    if look.logo:
        _put(large, look.logo, 0.56 if is_masked else 0.76)
    else:
        _bubble(draw, unit, is_masked, look.accent)
    return large.resize((edge, edge), Image.Resampling.LANCZOS)


def _put(large: Image.Image, logo: bytes, share: float) -> None:
    """The logo in the middle, its longer side so much of the icon's."""
    drawn = Image.open(BytesIO(logo)).convert("RGBA")
    scale = large.width * share / max(drawn.size)
    width, height = (max(1, round(side * scale)) for side in drawn.size)
    at = (large.width - width) // 2, (large.height - height) // 2
    large.alpha_composite(drawn.resize((width, height), Image.Resampling.LANCZOS), at)


def _bubble(draw: ImageDraw.ImageDraw, unit: float, is_masked: bool, accent: str) -> None:
    grown, at = (0.8, 3.2) if is_masked else (1.0, 0.0)

    def to(*points: float) -> list[float]:
        return [(point * grown + at) * unit for point in points]

    draw.rounded_rectangle(to(6.5, 8.5, 25.5, 21.5), radius=2.5 * unit * grown, fill=WHITE)
    draw.polygon(to(11, 21, 11, 26, 16.4, 21), fill=WHITE)
    draw.arc(to(12, 10, 20, 18), start=0, end=180, fill=accent, width=round(2 * unit * grown))
