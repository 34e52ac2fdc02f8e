"""CPU milliseconds of the intake POST and of the busiest list, beside a bare Django that does the least.

    ./hamafza bench web [--runs 5] [--calls 120] [--requests 2000]

Both sides run under the same server command, one after the other in turns; a figure is the CPU time (user and
system) of the whole server divided by its calls, the median of the runs. The last line is JSON.
"""

import argparse
import http.client
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
GOALS = {"post": 8.0, "list": 6.0}  # CPU ms on SQLite
DOES = {
    "post": {
        "hamafza": "token, limits and idempotency key; the request with holder, deadline and history, its triage proposal;"
        " messages, audit and journal in hash chains",
        "peer": "reads the JSON; two inserts",
    },
    "list": {
        "hamafza": "session, account, roles, stand-ins; 25 hops by deadline with what she may read and do, counts of four"
        " views; the whole page in her language",
        "peer": "one select; 25 plain lines of a table",
    },
}
TICK = os.sysconf("SC_CLK_TCK")
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "engines")]


@dataclass
class Side:
    """One of the two, served."""

    name: str
    application: str
    environment: dict[str, str]
    headers: dict[str, dict[str, str]]
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        from hamafza.config.management.commands.start import server

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [*server("127.0.0.1", self.port)[:-1], self.application]
        self.process = subprocess.Popen(command, env=self.environment, cwd=HERE, start_new_session=True)
        for _ in range(600):
            time.sleep(0.1)
            try:
                if self.call("GET", "/health", {})[0] == 200:
                    return
            except OSError:
                continue
        raise SystemExit(f"{self.name}: the server did not start")

    def stop(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def call(self, method: str, path: str, headers: dict[str, str], body: object = None) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, path, json.dumps(body) if body else None, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            line.close()

    def post(self) -> None:
        body = {"place": "IR/11/1104/", "text": "مادرم بیمار است و دارو نداریم", "phone": "09151234567"}
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(8), **self.headers["post"]}
        status, content = self.call("POST", "/api/v1/requests", headers, body)
        if status != 201:
            raise SystemExit(f"{self.name}: POST answered {status}: {content[:300]!r}")

    def list(self) -> None:
        status, content = self.call("GET", "/referrals/", self.headers["list"])
        rows = max(content.count(mark) for mark in (b"<tr", b"</article>", b"</li>", b"data-row"))
        if status != 200 or rows < 25:
            raise SystemExit(f"{self.name}: the list answered {status}, {rows} rows")

    def cpu(self) -> float:
        """Milliseconds that the server and all its workers have spent."""
        assert self.process
        spent = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            if int(fields[2]) == self.process.pid:
                spent += int(fields[11]) + int(fields[12])
        return spent * 1000 / TICK


def measure(side: Side, what: str, calls: int) -> float:
    act = getattr(side, what)
    before = side.cpu()
    for _ in range(calls):
        act()
    return (side.cpu() - before) / calls


def ours(folder: Path, count: int) -> Side:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'engines'}",
        "DJANGO_SETTINGS_MODULE": "hamafza.config.settings",
        "HAMAFZA_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'ours.sqlite3'}",
        "HAMAFZA_API_PER_MINUTE": "1000000",
    }
    made = furnish([str(HERE / "furnish.py"), str(count)], environment)
    keys = json.loads(made.strip().splitlines()[-1])
    headers = {"post": {"Authorization": f"Bearer {keys['token']}"}, "list": {"Cookie": keys["cookie"]}}
    return Side("hamafza", "hamafza.config.wsgi:application", environment, headers)


def peer(folder: Path, count: int) -> Side:
    environment = {**os.environ, "PYTHONPATH": str(HERE), "PEER_FILE": str(folder / "peer.sqlite3")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    furnish(["-c", f"import peer; peer.furnish({count})"], environment)
    return Side("peer", "peer:application", environment, {"post": {}, "list": {}})


def furnish(script: list[str], environment: dict[str, str]) -> str:
    run = subprocess.run([sys.executable, *script], env=environment, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr)
    return run.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU of the intake POST and of the busiest list")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--calls", type=int, default=120)
    parser.add_argument("--requests", type=int, default=2000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hamafza-bench-") as folder:
        Path(folder, "static").mkdir()
        print(f"making {asked.requests} requests ...", file=sys.stderr)
        sides = [ours(Path(folder), asked.requests), peer(Path(folder), asked.requests)]
        try:
            figures = run(sides, asked.runs, asked.calls)
        finally:
            for side in sides:
                side.stop()
    show(figures)


def run(sides: list[Side], runs: int, calls: int) -> dict[str, dict[str, list[float]]]:
    """In turns, so that a busy machine hurts both alike."""
    figures: dict[str, dict[str, list[float]]] = {what: {side.name: [] for side in sides} for what in GOALS}
    for side in sides:
        side.start()
        for what in GOALS:
            measure(side, what, 20)  # both workers have everything loaded
    for number in range(runs):
        for what in GOALS:
            for side in sides:
                figures[what][side.name].append(measure(side, what, calls))
        print(f"run {number + 1} of {runs}", file=sys.stderr)
    return figures


def show(figures: dict[str, dict[str, list[float]]]) -> None:
    print(f"{'CPU ms a call':14}{'hamafza':>9}{'peer':>9}{'ratio':>8}{'goal':>7}")
    told = {}
    for what, sides in figures.items():
        here, there = statistics.median(sides["hamafza"]), statistics.median(sides["peer"])
        ratio = here / there if there else 0.0
        met = "met" if here <= GOALS[what] else "not met"
        print(f"{what:14}{here:9.2f}{there:9.2f}{ratio:8.2f}{GOALS[what]:7.1f} {met}")
        for name, does in DOES[what].items():
            print(f"    {name + ':':9} {does}")
        told[what] = {
            "hamafza_ms": round(here, 2),
            "peer_ms": round(there, 2),
            "ratio": round(ratio, 2),
            "met": met == "met",
        }
    print(json.dumps({**told, "runs": dict(figures)}))


if __name__ == "__main__":
    main()
