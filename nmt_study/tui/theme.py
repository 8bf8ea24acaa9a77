"""The two colour themes, dark and light: every colour of the program is named here and nowhere else.

Terminals with 256 colours show a colour of HLS saturation below 0.15 as one of 24 clean greys and any other as
the nearest of a 6x6x6 cube, by the rule of `rich.color.Color.downgrade`. So the greys here are warm but stay
below 0.15, and the accents lie on or near the cube: nothing turns blotchy, and the contrast is the same.
"""

from textual.theme import Theme

DARK = "nmt-dark"
LIGHT = "nmt-light"

# For each role the colour of the dark and of the light theme.
_PALETTE: dict[str, tuple[str, str]] = {
    "background": ("#1c1b1a", "#f6f5f3"),  # the page
    "surface": ("#272523", "#ffffff"),  # what can be pressed or typed into
    "panel": ("#31302d", "#e8e7e4"),  # what is under the mouse, and messages
    "foreground": ("#e4e1dc", "#2b2926"),
    "muted": ("#a9a59f", "#5f5c58"),  # words that may be overlooked
    "line": ("#7d7a76", "#83807b"),  # rules and frames
    "primary": ("#d7af87", "#9a4f2c"),  # what to do next
    "level-1": ("#59524c", "#c6bdb3"),  # of the map of days, up to primary for a busy day
    "level-2": ("#87796b", "#bd8f66"),
    "level-3": ("#af875f", "#ab6628"),
    "success": ("#87af87", "#276527"),
    "warning": ("#d7af5f", "#7a5600"),
    "error": ("#d78787", "#a02c28"),
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
        dark=name == DARK,
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


THEMES = (_theme(DARK, 0), _theme(LIGHT, 1))


def theme_name(setting: str) -> str:
    """Return the theme for the setting "dark" or "light"."""
    return LIGHT if setting == "light" else DARK
