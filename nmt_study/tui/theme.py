"""The colour themes: dark and light, and two of the highest contrast. Every colour is named here and nowhere else.

Terminals with 256 colours show a colour of HLS saturation below 0.15 as one of 24 clean greys and any other as
the nearest of a 6x6x6 cube, by the rule of `rich.color.Color.downgrade`. So the greys here are warm but stay
below 0.15, and the accents lie on or near the cube: nothing turns blotchy, and the contrast is the same.
"""

from textual.theme import Theme

DARK = "nmt-dark"
LIGHT = "nmt-light"
BLACK = "nmt-black"
WHITE = "nmt-white"

# For each role the colour of the dark, the light, the black and the white theme.
_PALETTE: dict[str, tuple[str, str, str, str]] = {
    "background": ("#1c1b1a", "#f6f5f3", "#000000", "#ffffff"),  # the page
    "surface": ("#272523", "#ffffff", "#121212", "#ffffff"),  # what can be pressed or typed into
    "panel": ("#31302d", "#e8e7e4", "#262626", "#e4e4e4"),  # what is under the mouse, and messages
    "foreground": ("#e4e1dc", "#2b2926", "#ffffff", "#000000"),
    "muted": ("#a9a59f", "#5f5c58", "#d0d0d0", "#303030"),  # words that may be overlooked
    "line": ("#7d7a76", "#83807b", "#b2b2b2", "#4e4e4e"),  # rules and frames
    "primary": ("#d7af87", "#9a4f2c", "#ffd75f", "#5f2f00"),  # what to do next
    # Of the map of days, up to primary for a busy day.
    "level-1": ("#59524c", "#c6bdb3", "#6c6c6c", "#949494"),
    "level-2": ("#87796b", "#bd8f66", "#af875f", "#87875f"),
    "level-3": ("#af875f", "#ab6628", "#d7af5f", "#875f00"),
    "success": ("#87af87", "#276527", "#afffaf", "#004f00"),
    "warning": ("#d7af5f", "#7a5600", "#ffff5f", "#5f005f"),
    "error": ("#d78787", "#a02c28", "#ffafaf", "#870000"),
}


def _variables(colour: dict[str, str]) -> dict[str, str]:
    """Return Textual's own names for the parts of its widgets, all led back to the palette."""
    back, surface, panel = colour["background"], colour["surface"], colour["panel"]
    text, muted, line, primary = colour["foreground"], colour["muted"], colour["line"], colour["primary"]
    return {
        "text": text,
        "text-muted": muted,
        "text-disabled": muted,
        "foreground-muted": muted,
        "line": line,
        "level-1": colour["level-1"],
        "level-2": colour["level-2"],
        "level-3": colour["level-3"],
        "on-primary": back,
        "border": primary,
        "border-blurred": line,
        "block-cursor-background": primary,
        "block-cursor-foreground": back,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": surface,
        "block-cursor-blurred-foreground": text,
        "block-hover-background": panel,
        "button-foreground": text,
        "button-color-foreground": back,
        "button-focus-text-style": "bold",
        "input-cursor-background": primary,
        "input-cursor-foreground": back,
        "input-selection-background": panel,
        "input-selection-foreground": text,
        "screen-selection-background": primary,
        "screen-selection-foreground": back,
        "scrollbar": line,
        "scrollbar-hover": primary,
        "scrollbar-active": primary,
        "scrollbar-background": back,
        "scrollbar-background-hover": back,
        "scrollbar-background-active": back,
        "scrollbar-corner-color": back,
        "link-background": "transparent",
        "link-background-hover": panel,
        "link-color": text,
        "link-color-hover": text,
        "link-style": "none",
        "link-style-hover": "none",
    }


def _theme(name: str, column: int) -> Theme:
    """Build a Textual theme from one column of the palette."""
    colour = {role: colours[column] for role, colours in _PALETTE.items()}
    return Theme(
        name=name,
        dark=name in {DARK, BLACK},
        primary=colour["primary"],
        secondary=colour["primary"],
        accent=colour["primary"],
        warning=colour["warning"],
        error=colour["error"],
        success=colour["success"],
        foreground=colour["foreground"],
        background=colour["background"],
        surface=colour["surface"],
        panel=colour["panel"],
        boost=colour["panel"],
        variables=_variables(colour),
    )


_NAMES = {"dark": DARK, "light": LIGHT, "black": BLACK, "white": WHITE}
_OTHERS = {"dark": "light", "light": "dark", "black": "white", "white": "black"}

THEMES = tuple(_theme(name, column) for column, name in enumerate(_NAMES.values()))


def theme_name(setting: str) -> str:
    """Return the theme for a value of the setting; for anything else the dark one."""
    return _NAMES.get(setting, DARK)


def other_theme(setting: str) -> str:
    """Return the value that is light where this one is dark, and the other way round, of like contrast."""
    return _OTHERS.get(setting, "dark")
