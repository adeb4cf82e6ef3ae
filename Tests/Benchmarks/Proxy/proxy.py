"""A running airut-proxy, on sockets of the loopback interface as the sandbox's network would hand them over."""

import fcntl
import json
import os
import socket
import struct
import subprocess
import time

from usage import LOAD_CORE, PROXY_CORE, pinned

# Loopback addresses, one for each name that is asked for.
POOL = "127.80.0.0/16"
PLAIN, MASKED = "plain.bench.test", "masked.bench.test"
NEW_NAMES = [f"n{number}.bench.test" for number in range(40)]
SURROGATE = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"
NAMES = ["http", "https", "dns", "dns-tcp"]
# Puts four open descriptors where LISTEN_FDS says they are.
LAUNCHER = 'exec 3<&$1 4<&$2 5<&$3 6<&$4; shift 4; exec "$@"'


def policy(upstream):
    return {
        "allowlist": {
            "file": "allowlist",
            "rules": [{"host": host, "path": path, "methods": methods, "allowsWebSocket": False}
                      for host, path, methods in
                      [(f"other{number}.example.org", "/*", ["GET"]) for number in range(20)]
                      + [("*.bench.test", "/*", ["GET", "POST"])]],
        },
        "masks": [{
            "name": "TOKEN", "surrogate": SURROGATE, "real": "ghp_zyxwvutsrqponmlkjihgfedcba9876543210",
            "scopes": [MASKED], "headers": ["authorization"], "allowsForeignCredentials": False}],
        "staticHosts": {name: {"address": "127.0.0.1", "port": upstream.port} for name in [PLAIN, MASKED] + NEW_NAMES},
        "allowedPrivate": [], "neverDialled": [], "addressPool": [POOL, "fd00::/64"],
        "additionalAuthorities": upstream.authority,
        "limits": {
            "connectMilliseconds": 15000, "headerMilliseconds": 30000, "idleMilliseconds": 600000,
            "headerBytes": 65536, "headerFields": 200, "connections": 512, "inspectedBodyBytes": 33554432},
        "serverTools": {"allowsWebSearch": False},
    }


class Proxy:
    """Ends with its `with` block. `certificate` is the PEM text of its authority, `pid` its process."""

    def __init__(self, executable, upstream):
        sockets = [listener(name) for name in NAMES]
        self.ports = {name: each.getsockname()[1] for name, each in zip(NAMES, sockets)}
        # Above the numbers that the launcher fills.
        places = [fcntl.fcntl(each, fcntl.F_DUPFD, 20) for each in sockets]
        environment = {"LISTEN_FDS": str(len(NAMES)), "LISTEN_FDNAMES": ":".join(NAMES)}
        launcher = ["bash", "-c", LAUNCHER, "launcher", *map(str, places)]
        self.process = subprocess.Popen(
            [*launcher, *pinned(PROXY_CORE, [executable])], env=dict(os.environ, **environment), pass_fds=places,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pid = self.process.pid
        for place in places:
            os.close(place)
        for each in sockets:
            each.close()
        write_policy(self.process, upstream)
        self.certificate = json.loads(read_line(self.process))["ready"]["certificate"]
        # Somebody must read the log; here it is nobody who counts.
        self.reader = subprocess.Popen(
            pinned(LOAD_CORE, ["cat"]), stdin=self.process.stdout, stdout=subprocess.DEVNULL)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.reader.wait()

    def address(self, name):
        """The loopback address that the proxy's resolver gives the name."""
        question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0\0\1\0\1"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(30)
            client.sendto(struct.pack(">6H", 7, 0x100, 1, 0, 0, 0) + question, ("127.0.0.1", self.ports["dns"]))
            return socket.inet_ntoa(client.recv(512)[-4:])


def listener(name):
    """A socket on a free port of all addresses that lead to this machine's loopback interface."""
    kind = socket.SOCK_DGRAM if name == "dns" else socket.SOCK_STREAM
    one = socket.socket(socket.AF_INET6, kind)
    one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
    one.bind(("::", 0))
    if kind == socket.SOCK_STREAM:
        one.listen(1024)
    return one


def write_policy(process, upstream):
    process.stdin.write(json.dumps(policy(upstream)).encode() + b"\n")
    process.stdin.flush()


def read_line(process):
    """Byte by byte: what follows is for somebody else."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(process.stdout.fileno(), 1)
        if not byte:
            raise SystemExit(f"{process.args[-1]} ended with status {process.wait()}")
        line += byte
    return line


def start_in_sandbox(folder, upstream):
    """Seconds until `airut-netns` has made the namespace, and until the proxy in front of it is ready."""
    readable = ["/lib", "/lib64", "/usr/lib", "/usr/local/lib", "/opt/swift/usr/lib", "/etc", "/dev/null",
                "/dev/urandom", "/proc/self", os.path.realpath(folder)]
    options = [option for path in readable if os.path.exists(path) for option in ("--read", path)]
    if os.geteuid() != 0:
        runtime = os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.geteuid()}")
        options += ["--pause-file", f"{runtime}/libpod/tmp/pause.pid"]
    began = time.monotonic()
    process = subprocess.Popen(
        [f"{folder}/airut-netns", *options, "--", f"{folder}/airut-proxy"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    read_line(process)
    namespace = time.monotonic() - began
    write_policy(process, upstream)
    read_line(process)
    ready = time.monotonic() - began
    process.stdin.close()
    process.stdout.close()
    process.wait()
    return namespace, ready
