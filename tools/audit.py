"""The locks in, what a public database knows of faults in the locked packages out: exit code 1 when there are any.

Where the database cannot be reached, or knows nothing of the packages (a network without it, a mirror that holds no
such data), the check is skipped with a message: a change must be testable without a network.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-postcodes.lock")
PATIENCE = 60
"""Seconds for each lock."""


def main() -> int:
    faults = [line for lock in LOCKS for line in faults_of(lock)]
    sys.stderr.writelines(f"{line}\n" for line in faults)
    return 1 if faults else 0


def faults_of(lock: str) -> list[str]:
    """A line for each known fault; nothing, and a message, where the database gave no answer."""
    options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "10", "--format", "json"]
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(ROOT / lock), *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
        answer = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return skipped(lock, f"its database did not answer within {PATIENCE} seconds")
    except (json.JSONDecodeError, KeyError, TypeError):
        return skipped(lock, "it is not installed, or its database cannot be reached")
    known = [package for package in answer if "vulns" in package]
    if not known:
        return skipped(lock, "its database knows none of the packages")
    if len(known) < len(answer):
        unknown = ", ".join(package["name"] for package in answer if "vulns" not in package)
        sys.stderr.write(f"pip-audit, {lock}: not looked up, because the database does not know them: {unknown}\n")
    return [told(package, fault) for package in known for fault in package["vulns"]]


def skipped(lock: str, why: str) -> list[str]:
    sys.stderr.write(f"pip-audit, {lock}: skipped, {why}.\n")
    return []


def told(package: dict, fault: dict) -> str:
    mended = ", ".join(fault["fix_versions"]) or "no version yet"
    return f"pip-audit: {package['name']} {package['version']} has {fault['id']}, mended in {mended}."


if __name__ == "__main__":
    sys.exit(main())
