"""A wire between two processes that can be cut or held: a small TCP relay on the loopback address."""

from __future__ import annotations

import contextlib
import socket
import threading


class Wire:
    """Passes connections on to a server until it is cut or held; trials and tests break lines with it.

    Args:
        host: where the server is.
        port: its port.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._flows = threading.Event()
        self._door: socket.socket | None = None
        self.port = 0
        self.mend()

    def mend(self) -> None:
        """Take connections (again), always on the same port, and let everything through."""
        self._flows.set()
        if self._door is not None:
            return
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", self.port))
        door.listen(256)
        self.port = int(door.getsockname()[1])
        self._door = door
        threading.Thread(target=self._serve, args=(door,), daemon=True).start()

    def cut(self) -> None:
        """Break all connections and refuse new ones."""
        if self._door is not None:
            _close(self._door)
            self._door = None
        with self._guard:
            broken, self._open = self._open, set()
        for end in broken:
            _close(end)
        self._flows.set()

    def hold(self) -> None:
        """Take everything and pass nothing on, as a server that hangs does."""
        self._flows.clear()

    def _serve(self, door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._target, timeout=5)
            except OSError:
                _close(near)
                continue
            far.settimeout(None)
            with self._guard:
                self._open |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                sink.sendall(data)
        with self._guard:
            self._open -= {source, sink}
        _close(source)
        _close(sink)


def _close(end: socket.socket) -> None:
    # Closing alone would not wake a thread that waits on it.
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
