"""The settings of runs that nobody watches: how long they are remembered, and who hears how they ended."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator


class RunSettings(BaseModel, frozen=True, extra="forbid"):
    """How long runs are remembered."""

    keep: Annotated[int, Field(gt=0)] = 120
    """So many of the latest runs; older ones are forgotten."""


Address = Annotated[str, Field(pattern=r"^[^\s@<>,;:\"()-][^\s@<>,;:\"()]*@[^\s@<>,;:\"()]+$")]


class Notify(BaseModel, frozen=True, extra="forbid"):
    """Who and what hears how a run ended. No secret stands here: it comes from the environment or a closed file."""

    on_success: list[str] = []
    on_failure: list[str] = []
    """A command and its arguments; no shell comes between."""
    timeout: Annotated[int, Field(gt=0)] = 60
    """Seconds that a command or a mail server may take."""
    to: list[Address] = []
    sender: Address | None = None
    mail_on: list[Literal["success", "failure"]] = ["failure"]
    attach: bool = False
    """Whether the report itself goes with the mail, instead of its place."""
    sendmail: Path = Path("/usr/sbin/sendmail")
    smtp_host: str = ""
    """Without one, the local sendmail takes the mail."""
    smtp_port: Annotated[int, Field(gt=0, lt=65536)] = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    password_file: Path | None = None
    """Relative to the project folder."""

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> Self:
        if self.to and self.sender is None:
            raise ValueError("mail needs a sender")
        if self.smtp_user and self.smtp_security == "none":
            raise ValueError("smtp_user needs smtp_security starttls or tls: a password is never sent in clear")
        return self
