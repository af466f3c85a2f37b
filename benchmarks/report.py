"""What was measured, beside what is wanted: figure, target, met or MISSED."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Lines are printed as they come; the targets once more at the end."""

    missed: int = 0
    _targets: list[str] = field(default_factory=list)

    def heading(self, title: str) -> None:
        print(f"\n{title}", flush=True)

    def line(self, what: str, *figures: str) -> None:
        print(f"  {what:<34}" + "".join(f"{figure:>16}" for figure in figures), flush=True)

    def note(self, text: str) -> None:
        print(f"  {text}", flush=True)

    def target(self, what: str, figure: str, wanted: str, met: bool) -> None:
        self.missed += not met
        line = f"  {what:<58}{figure:>16}   {wanted:<14}{'met' if met else 'MISSED'}"
        self._targets.append(line)

    def most(self, what: str, figure: float, limit: float, unit: str) -> None:
        """A target that the figure may not exceed."""
        self.target(what, f"{figure:.4g} {unit}", f"<= {limit:g} {unit}", figure <= limit)

    def summary(self) -> None:
        self.heading("Targets")
        print("\n".join(self._targets))
        print(f"\n{len(self._targets) - self.missed} met, {self.missed} missed")
