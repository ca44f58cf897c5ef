"""Ask pip-audit for known vulnerabilities of what the locks pin. Exit code 0: none; 1: some; 2: not known."""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = Path(sys.executable).with_name("pip-audit")
WORDS = ("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--timeout", "30")


def audit(lock: Path) -> tuple[list[str], str]:
    """The vulnerable packages of a lock, each with what is known and what mends it; and why others are not known."""
    done = subprocess.run([PROGRAM, *WORDS, "-r", lock], capture_output=True, text=True, check=False)  # noqa: S603
    try:
        looked_at = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return [], (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
    bad = [
        f"{lock.name}: {each['name']} {each['version']}: {found['id']}, mended in {', '.join(found['fix_versions'])}"
        for each in looked_at
        for found in each.get("vulns", ())
    ]
    skipped = [each["skip_reason"] for each in looked_at if "skip_reason" in each]
    return bad, f"{len(skipped)} of {len(looked_at)} not looked up: {skipped[0]}" if skipped else ""


def main() -> int:
    """Every lock."""
    bad: list[str] = []
    unknown = []
    for lock in sorted(HERE.glob("*.txt")):
        found, why = audit(lock)
        bad += found
        if why:
            unknown.append(f"{lock.name}: {why}")
    for line in dict.fromkeys(bad):
        print(line)
    for line in unknown:
        print(f"audit: {line}", file=sys.stderr)
    if unknown:
        print("audit: what could not be looked up is not known to be safe: try on another network", file=sys.stderr)
    print(f"audit: {len(bad)} known vulnerabilities" if bad or not unknown else "audit: nothing is known")
    return 1 if bad else 2 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
