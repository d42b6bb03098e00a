"""The options of a call in, the one of them that changes what is answered out; what does not go with it is refused."""

from collections.abc import Collection, Mapping

from lccspend.errors import UsageError

Modes = Mapping[str, Collection[str]]
"""An option that changes what is answered, "" for none -> the options that go with it."""


def mode_of(given: Mapping[str, object], modes: Modes) -> str:
    """The mode that is asked for; UsageError names an option that has no meaning in it.

    given: the options of the call by their names; one that was not given is None, False or empty.
    """
    asked = [name for name, value in given.items() if value is not None and value is not False and value != []]
    mode = next((name for name in modes if name in asked), "")
    others = [name for name in asked if name != mode and name not in modes[mode]]
    if others and mode:
        raise UsageError(f"{others[0]} does not go with {mode}.", fix=f"Leave out {others[0]}, or {mode}.")
    if others:
        owner = next(name for name, own in modes.items() if others[0] in own)
        raise UsageError(f"{others[0]} goes with {owner}.", fix=f"Add {owner}, or leave out {others[0]}.")
    return mode
