"""Requests and what became of them, by nghttp2's h2load."""

import dataclasses
import os
import socket
import ssl
import statistics
import subprocess
import time

from proxy import MASKED, PLAIN, SURROGATE
from upstream import LARGE_MEGABYTES
from usage import LOAD_CORE, cpu_seconds, pinned

WARM_UP_SECONDS = 0.7


@dataclasses.dataclass
class Target:
    """A way to the server: straight, or through a proxy."""

    name: str
    host: str
    address: str
    port: int
    pid: int | None = None

    def options(self):
        return [f"--connect-to={self.address}:{self.port}"] + (
            [f"--header=Authorization: Bearer {SURROGATE}"] if self.host == MASKED else [])


def targets(upstream, proxy):
    through = [
        Target(name, host, proxy.address(host), proxy.ports["https"], proxy.pid)
        for name, host in (("proxy", PLAIN), ("scrubbed", MASKED))]
    return [Target("direct", PLAIN, "127.0.0.1", upstream.port), *through]


def small_requests(target, connections, seconds, folder):
    """What one round gave: requests/s, medians and 99th percentiles in ms, and requests per second of the proxy's time.

    Only requests that end in the measured time count, so that no handshake does.
    """
    log = f"{folder}/requests"
    process = h2load(
        target, "small", log, f"--clients={connections}", f"--duration={round((seconds + WARM_UP_SECONDS + 0.2) * 1000)}ms")
    time.sleep(WARM_UP_SECONDS)
    begin, cpu = time.time(), cpu_of(target)
    time.sleep(seconds)
    end, cpu = time.time(), cpu_of(target) - cpu
    finish(process)
    times = [took for start, took in completed(log) if begin <= start + took < end]
    if len(times) < 20:
        raise SystemExit(f"{target.name}: only {len(times)} requests in {seconds} s")
    times.sort()
    return {
        "rate": len(times) / (end - begin), "p50": statistics.median(times) * 1e3,
        "p99": times[len(times) * 99 // 100] * 1e3, "per core": len(times) / cpu if cpu else None}


def large_body(target, is_upload, folder):
    """MB/s of the one transfer, and MB per second of the proxy's time."""
    log = f"{folder}/requests"
    upload = [f"--data={folder}/files/large"] if is_upload else []
    cpu = cpu_of(target)
    finish(h2load(target, "upload" if is_upload else "large", log, "--clients=1", "--requests=2", *upload))
    cpu = cpu_of(target) - cpu
    times = [took for _, took in completed(log)]
    if len(times) != 2:
        raise SystemExit(f"{target.name}: {len(times)} of 2 bodies arrived")
    megabytes = 2 * LARGE_MEGABYTES * 1.048576
    return {"rate": megabytes / sum(times), "per core": megabytes / cpu if cpu else None}


def handshake(host, address, port, authority):
    """Seconds until TLS is there, and from then to the first answer."""
    context = ssl.create_default_context(cadata=authority)
    # As with the certificates of many a private authority.
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    began = time.perf_counter()
    with socket.create_connection((address, port)) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with context.wrap_socket(plain, server_hostname=host) as client:
            shaken = time.perf_counter()
            client.sendall(f"GET /small HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            if not client.recv(65536).startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"{host} does not answer")
            return shaken - began, time.perf_counter() - shaken


def h2load(target, path, log, *options):
    if os.path.exists(log):
        os.unlink(log)
    command = ["h2load", "--h1", "--threads=1", f"--log-file={log}", *target.options(), *options]
    return subprocess.Popen(
        pinned(LOAD_CORE, command + [f"https://{target.host}/{path}"]), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)


def finish(process):
    text, _ = process.communicate(timeout=600)
    if process.returncode != 0 or " 0 failed, 0 errored, 0 timeout" not in text:
        raise SystemExit(f"{' '.join(process.args)} failed:\n{text}")


def completed(log):
    """(start in seconds since 1970, seconds taken) of every successful request."""
    with open(log) as file:
        for line in file:
            start, status, took = line.split()[:3]
            if status[0] != "2":
                raise SystemExit(f"a request was answered with status {status}")
            yield int(start) / 1e6, int(took) / 1e6


def cpu_of(target):
    return cpu_seconds(target.pid) if target.pid else 0
