"""Games in a window; the window itself is played here, so that no screen is needed."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from envspecs.playing import window
from envspecs.playing.window import WindowError, key_of, play_in_window
from tests.envspecs.playing.games import game_of

Script = Callable[["Root"], None]


class Root:
    """A window of Tk as far as it is used: its main loop presses keys."""

    script: Script

    def __init__(self, className: str) -> None:
        self.name, self.bound, self.is_open, self.runs = className, dict[str, Any](), True, True

    def title(self, text: str) -> None:
        self.text = text

    def resizable(self, *sizes: bool) -> None:
        assert not any(sizes)

    def bind(self, what: str, call: Any) -> None:
        self.bound[what] = call

    protocol = bind

    def after(self, milliseconds: int, call: Any) -> None:
        assert milliseconds > 0

    def press(self, name: str, character: str = "", state: int = 0) -> None:
        if self.runs:
            self.bound["<Key>"](SimpleNamespace(keysym=name, char=character, state=state))

    def mainloop(self) -> None:
        Root.script(self)

    def quit(self) -> None:
        self.runs = False

    def destroy(self) -> None:
        self.is_open = False


class Label:
    def __init__(self, root: Root, borderwidth: int) -> None:
        root.label = self  # type: ignore[attr-defined]
        self.shown: list[Any] = []

    def pack(self) -> None:
        pass

    def configure(self, image: Any) -> None:
        self.shown.append(image)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Play a game in a window, as a script says."""
    roots: list[Root] = []

    def make(**named: Any) -> Root:
        roots.append(Root(**named))
        return roots[-1]

    tk: Any = SimpleNamespace(Tk=make, Label=Label, TclError=RuntimeError)
    pictures: Any = SimpleNamespace(PhotoImage=lambda image, master: image)
    monkeypatch.setattr(window, "_toolkit", lambda: (tk, pictures))

    def played(game: Any, script: Script) -> tuple[bool, Root]:
        monkeypatch.setattr(Root, "script", script, raising=False)
        return play_in_window(game), roots[-1]

    return played


def test_keys_play_and_the_window_goes_with_the_game(play: Any) -> None:
    def script(root: Root) -> None:
        root.press("Right", state=1)
        root.press("1", "1")
        root.press("Shift_L")
        root.press("Return", "\r")
        root.press("Return", "\r")
        root.press("Right")

    game = game_of()
    stopped, root = play(game, script)
    assert (stopped, root.is_open, root.runs) == (False, False, False)
    assert root.text == "envspecs: CircleSquare-v0"
    assert len(game.record) == 1
    assert game.is_over
    assert [image.size for image in root.label.shown] == [(960, 640)] * 4, "at first, and after each key but the last"


@pytest.mark.parametrize("how", ["WM_DELETE_WINDOW", "<Control-c>", "signal"])
def test_it_can_be_closed_at_any_time(play: Any, how: str) -> None:
    def script(root: Root) -> None:
        root.press("Return")
        if how == "signal":
            raise KeyboardInterrupt
        root.bound[how](*[None] * (how == "<Control-c>"))

    game = game_of(episodes=2)
    stopped, root = play(game, script)
    assert (stopped, root.is_open) == (how != "WM_DELETE_WINDOW", False)
    assert len(game.record) == 1


@pytest.mark.parametrize(
    ("name", "character", "state", "key"),
    [
        ("Up", "", 0, "up"),
        ("Up", "", 1, "shift+up"),
        ("KP_Left", "", 0, "left"),
        ("Return", "\r", 1, "enter"),
        ("Escape", "\x1b", 0, "escape"),
        ("BackSpace", "\x08", 0, "backspace"),
        ("space", " ", 0, "space"),
        ("plus", "+", 1, "+"),
        ("D", "D", 1, "D"),
        ("eacute", "é", 0, "é"),
        ("Shift_L", "", 0, None),
        ("F1", "", 0, None),
        ("c", "\x03", 4, None),
        ("c", "c", 4, None),
    ],
)
def test_keys_have_the_names_that_games_know(name: str, character: str, state: int, key: str | None) -> None:
    assert key_of(name, character, state) == key


def test_without_tkinter_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tkinter", None)
    with pytest.raises(WindowError) as caught:
        play_in_window(game_of())
    assert str(caught.value) == (
        "a window needs Python's tkinter, got none (import of tkinter halted; None in sys.modules): install it, as "
        "with 'apt install python3-tk', or play in the terminal, without --window"
    )


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(**_: Any) -> None:
        raise RuntimeError("no display name and no $DISPLAY environment variable")

    tk: Any = SimpleNamespace(Tk=make, TclError=RuntimeError)
    monkeypatch.setattr(window, "_toolkit", lambda: (tk, builtins))
    with pytest.raises(WindowError) as caught:
        play_in_window(game_of())
    assert str(caught.value) == (
        "there is no screen for a window: no display name and no $DISPLAY environment variable; "
        "without --window it is the terminal"
    )
