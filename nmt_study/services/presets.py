"""Key presets: which other keys the actions of the full screen have, and which keys stand in for arrows.

The plain mode reads whole lines and keeps the usual letters.
"""

from dataclasses import dataclass, field

from nmt_study.services.actions import Action


@dataclass(frozen=True, slots=True)
class Preset:
    """A way to lay out the keys.

    `moved` gives an action, by its name, its keys in place of the usual one, the one to show first. `arrows` gives
    a key that does nothing else on a screen the meaning of another: j goes down.
    """

    name: str
    title: str
    about: str
    moved: dict[str, tuple[str, ...]] = field(default_factory=dict)
    arrows: dict[str, str] = field(default_factory=dict)


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "default", "The usual keys", "Each key is the first letter of what it does, where that is free."
        ),
        Preset(
            "vim",
            "vim: h j k l in place of the arrows",
            "h j k l go left, down, up and right; ctrl+d and ctrl+u turn a page; ctrl+r redoes.",
            {"redo": ("ctrl+r",)},
            {"h": "left", "j": "down", "k": "up", "l": "right", "ctrl+d": "pagedown", "ctrl+u": "pageup"},
        ),
        Preset(
            "left-hand",
            "Left hand: a s d f grade, the rest lies near",
            "Everything that study needs lies under the left hand; a s d f grade as 1 2 3 4 do.",
            {
                "again": ("1", "a"),
                "hard": ("2", "s"),
                "good": ("3", "d"),
                "easy": ("4", "f"),
                "undo": ("z",),
                "redo": ("ctrl+r",),
                "source": ("r",),
                "overrule": ("v",),
                "info": ("w",),
                "note": ("t",),
                "flag": ("c",),
                "topic": ("r",),
                "more": ("e",),
                "next": ("d", "right"),
                "previous": ("a", "left"),
            },
            {"space": "enter", "ctrl+g": "down", "ctrl+t": "up"},
        ),
    )
}


def keys_of(action: Action, preset: Preset) -> tuple[str, ...]:
    """Return the keys of an action under a preset, the one to show first."""
    return preset.moved.get(action.name, (action.key,))
