"""A place in, a hardened service and its timer for systemd out."""

from pathlib import PurePosixPath

from lccspend.schedule.place import DAILY, Place

HOMES = ("/home", "/root", "/run/user")
"""The folders that ProtectHome= closes."""

SERVICE = """\
# /etc/systemd/system/lccspend.service
[Unit]
Description=Council spend report of {described}
RequiresMountsFor={project}

[Service]
Type=oneshot
User={user}
ExecStart={call}
TimeoutStartSec=6h
UMask=0027

# Everything is read-only but the project folder.
ProtectSystem=strict
ReadWritePaths={project}
ProtectHome={home}
PrivateTmp=yes
{network}

# No privileges, no devices, nothing of the kernel.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
PrivateDevices=yes
PrivateUsers=yes
PrivateIPC=yes
PrivateMounts=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
# MemoryDenyWriteExecute= is left out: the charts are drawn by a program that compiles as it runs.
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
"""

OFFLINE = """\
PrivateNetwork=yes
RestrictAddressFamilies=AF_UNIX
IPAddressDeny=any"""

ONLINE = """\
# The settings ask for mail, so the mail server must be reached.
PrivateNetwork=no
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"""

TIMER = """\
# /etc/systemd/system/lccspend.timer
[Unit]
Description=Council spend report every morning

[Timer]
OnCalendar=*-*-* {daily}:00
Persistent=yes

[Install]
WantedBy=timers.target
"""


def units(place: Place) -> dict[str, str]:
    """The text of lccspend.service and of lccspend.timer. A missed run is made up for once the machine is on."""
    return {"lccspend.service": _service(place), "lccspend.timer": TIMER.format(daily=DAILY)}


def _service(place: Place) -> str:
    """Homes are closed when nothing that is needed lies in them, else read-only."""
    needed = (place.program, place.project, *place.read)
    at_home = any(PurePosixPath(path).is_relative_to(home) for path in needed for home in HOMES)
    return SERVICE.format(
        described=_literal(place.project),
        project=_quoted(place.project),
        user=_literal(place.user),
        call=" ".join(_quoted(word).replace("$", "$$") for word in place.call),
        home="read-only" if at_home else "yes",
        network=ONLINE if place.mail else OFFLINE,
    )


def _literal(text: str) -> str:
    """A % begins a specifier."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """In quotes where systemd would take it for more than one word; a $ is no variable in a path."""
    plain = all(character.isalnum() or character in "/._-+:@,=" for character in word)
    if plain:
        return word
    escaped = word.replace("\\", r"\\").replace('"', r"\"")
    return f'"{_literal(escaped)}"'
