"""flask brand show | set | shades | reset: what this is called and how it looks."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from shop_help import branding
from shop_help.actions import brand as acts
from shop_help.actions.brand import WrittenBrand
from shop_help.cli.ground import in_sentences, with_tables
from shop_help.policy.brand import ON_ACCENT, SCHEMES, can_be_read, contrast, is_colour, nearest

brand = AppGroup("brand", help="What this is called and how it looks.")
LOGO = click.Path(exists=True, dir_okay=False, path_type=Path)


@brand.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def show(as_json: bool) -> None:
    """Say what holds now."""
    look = branding.current()
    told = {"name": look.name, "accent": look.accent, "accent_dark": look.accent_dark, "has_logo": bool(look.logo)}
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(f"{k}: {v}" for k, v in told.items()))


@brand.command("set")
@click.option("--name")
@click.option("--accent", help="Of light pages, such as #d0232e.")
@click.option("--accent-dark", help="Of dark pages; with --accent alone its nearest shade that can be read there.")
@click.option("--logo", type=LOGO, help="A PNG or WebP.")
@click.option("--no-logo", is_flag=True, help="Take the logo away.")
@in_sentences("The brand is an operator's.")
def set_(name: str | None, accent: str | None, accent_dark: str | None, logo: Path | None, no_logo: bool) -> None:
    """Change what is said; the rest stays."""
    look = branding.current()
    light = (accent or look.accent).lower()
    if accent and not accent_dark and is_colour(light):
        accent_dark = nearest(light, "accent_dark")
    content = logo.read_bytes() if logo else b"" if no_logo else None
    written = WrittenBrand(name or look.name, light, (accent_dark or look.accent_dark).lower(), content)
    acts.set_brand(None, written)
    click.echo("It holds from now on.")


@brand.command()
@click.argument("colour")
def shades(colour: str) -> None:
    """Say whether COLOUR can be an accent, and the nearest shade of it that can."""
    colour = colour.lower()
    if not is_colour(colour):
        raise click.ClickException("A colour is a # and six digits from 0 to f, such as '#d0232e'.")
    for scheme in SCHEMES:
        found = "can be read" if can_be_read(colour, scheme) else f"take {nearest(colour, scheme)}"
        click.echo(f"{scheme}: white words on it {contrast(colour, ON_ACCENT):.2f}; {found}")


@brand.command()
@with_tables
def reset() -> None:
    """Back to the name, accent and logo that we ship."""
    acts.reset_brand(None)
    click.echo("The brand that we ship holds again.")
