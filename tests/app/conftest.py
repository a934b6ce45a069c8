"""The app, in process and in a real browser."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app in process, not run yet."""
    monkeypatch.chdir(ROOT)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)


@pytest.fixture
def start_server() -> Iterator[Callable[[], str]]:
    """Starts fresh servers of the app; gives the address of each."""
    running: list[subprocess.Popen] = []

    def start() -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        environment = {**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        running.append(server)
        assert server.stdout is not None
        for line in server.stdout:
            if "server started" in line:
                return f"http://127.0.0.1:{port}"
        raise AssertionError("the server ended before it listened")

    yield start
    for server in running:
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()
