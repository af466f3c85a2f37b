"""VK's error numbers and broken answers → the ways in which sending fails."""

from __future__ import annotations

from datetime import timedelta

from bot.channel import Halted, NotSent, Rejected, TryLater, Unreachable

MINUTE = timedelta(minutes=1)
#: "Access denied" means the token when it speaks of itself, else the person.
ABOUT_US = ("scope", "group messages", "method", "token", "application")

HALTED = {
    2: "the application is switched off",
    5: "the token is not valid any more",
    14: "VK asks for a captcha",
    17: "VK asks to confirm the account",
    27: "the token may not call this method",
    28: "the token may not call this method",
    1117: "the token has expired",
}
PERSONAL = {7, 15, 18, 30, 37, 113, 900, 901, 902, 917, 922, 927, 932, 935, 936, 945, 946, 950}
PERSONAL |= {962, 983, 987, 988, 1012, 3610}


def refused(code: int, words: str) -> NotSent:
    """The class of an error VK answered with. `words` are VK's own."""
    reason = f"VK error {code}: {words}"[:200]
    if code in HALTED:
        return Halted(f"{reason} ({HALTED[code]})")
    if code == 6:
        return TryLater(reason, timedelta(seconds=1), whole=True)
    if code in {1, 10, 36, 43}:
        return TryLater(reason)
    if code == 9:
        return TryLater(reason, MINUTE)
    if code == 29:
        return TryLater(reason, 10 * MINUTE, whole=True)
    if code in {7, 15} and any(word in words.lower() for word in ABOUT_US):
        return Halted(reason)
    return Unreachable(reason) if code in PERSONAL else Rejected(reason)


def broken(error: BaseException, *, whole: bool = True) -> TryLater:
    """No answer, or no sensible one: VK may have done it all the same, `random_id` makes it safe.

    Only the kind of failure is told: the texts of network errors may hold addresses with keys."""
    return TryLater(f"VK did not answer sensibly: {type(error).__name__}", whole=whole)
