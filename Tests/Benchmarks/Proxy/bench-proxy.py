#!/usr/bin/env python3
"""bench-proxy.py FOLDER NGINX: what airut-proxy costs, against nginx on loopback, straight and through it.

FOLDER holds airut-proxy and airut-netns. Every figure is a median of rounds in which the ways take turns, so that all of
them see the same noise; "per core" divides by the processor time the proxy itself took. ROUNDS=3 makes it a quick look;
ONLY=small,large,new,memory,netns chooses what is measured.
"""

import os
import platform
import statistics
import sys
import tempfile
import time

from load import handshake, large_body, small_requests, targets
from proxy import NEW_NAMES, PLAIN, Proxy, start_in_sandbox
from table import Table
from upstream import Upstream
from usage import LOAD_CORE, PROXY_CORE, memory_megabytes, peak_megabytes

ROUNDS = int(os.environ.get("ROUNDS", "15"))
SECONDS = 1
PROXIES = 10


def median(rounds, key):
    return statistics.median(each[key] for each in rounds)


def in_turns(ways, measure):
    """The rounds of each way, by its name."""
    found = {way.name: [] for way in ways}
    for _ in range(ROUNDS):
        for way in ways:
            found[way.name].append(measure(way))
    return found


def bench_small(table, upstream, proxy, folder):
    ways = targets(upstream, proxy)
    for connections in (1, 8, 64):
        found = in_turns(ways, lambda way: small_requests(way, connections, SECONDS, folder))
        for way in ways[1:]:
            is_plain = way.host == PLAIN
            direct, through = found["direct"], found[way.name]
            what = f"1 KiB, {connections} connection{'s'[:connections > 1]}, {way.name}: "
            table.ratio(what + "requests/s", median(direct, "rate"), median(through, "rate"), ".0f")
            table.row(what + "requests/s per core", None, median(through, "per core"), ".0f",
                      at_least=10_000 if is_plain and connections > 1 else None)
            for key in ("p50", "p99"):
                table.ratio(what + key + " ms", median(direct, key), median(through, key), ".3f")
            if connections == 1:
                table.row(what + "p50 added, ms", None, median(through, "p50") - median(direct, "p50"), ".3f",
                          at_most=0.3 if is_plain else None)


def bench_large(table, upstream, proxy, folder):
    ways = targets(upstream, proxy)
    for is_upload, name in ((False, "down"), (True, "up")):
        found = in_turns(ways, lambda way: large_body(way, is_upload, folder))
        for way in ways[1:]:
            what = f"100 MB {name}, {way.name}: "
            table.ratio(what + "MB/s", median(found["direct"], "rate"), median(found[way.name], "rate"), ".0f")
            table.row(what + "MB/s per core", None, median(found[way.name], "per core"), ".0f",
                      at_least=400 if way.host == PLAIN or is_upload else 150)
    table.row("memory at its peak since the start, MB", None, peak_megabytes(proxy.pid), ".1f")


def bench_new_names(table, upstream, proxy, folder):
    direct, new, again = [], [], []
    for name in NEW_NAMES[:max(ROUNDS, 15)]:
        direct.append(handshake(name, "127.0.0.1", upstream.port, upstream.authority))
        address = proxy.address(name)
        for times in (new, again):
            times.append(handshake(name, address, proxy.ports["https"], proxy.certificate))
    for index, what in ((0, "handshake, ms"), (1, "from there to the first answer, ms")):
        straight, first, second = (statistics.median(each[index] for each in times) * 1e3
                                   for times in (direct, new, again))
        table.ratio(f"a name's first connection: {what}", straight, first, ".2f")
        table.ratio(f"a name's second connection: {what}", straight, second, ".2f")


def bench_memory(table, upstream, executable, folder):
    proxies = []
    try:
        for _ in range(PROXIES):
            proxies.append(Proxy(executable, upstream))
        report_memory(table, f"{PROXIES} proxies, idle", proxies)
        for proxy in proxies:
            for name in NEW_NAMES[:3]:
                handshake(name, proxy.address(name), proxy.ports["https"], proxy.certificate)
        report_memory(table, f"{PROXIES} proxies, after requests to three names", proxies)
        for proxy in proxies:
            plain, scrubbed = targets(upstream, proxy)[1:]
            small_requests(plain, 8, SECONDS, folder)
            large_body(plain, True, folder)
            large_body(scrubbed, False, folder)
        report_memory(table, f"{PROXIES} proxies, after 8 connections and 400 MB", proxies)
    finally:
        for proxy in proxies:
            proxy.__exit__()


def report_memory(table, what, proxies):
    # Connections end, and what they took is given back, within moments.
    time.sleep(1)
    sizes = [memory_megabytes(proxy.pid) for proxy in proxies]
    table.row(f"{what}: PSS each, MB", None, statistics.mean(pss for _, pss in sizes), ".2f", at_most=5)
    table.row(f"{what}: RSS each, MB", None, statistics.mean(rss for rss, _ in sizes), ".2f")


def bench_sandbox(table, upstream, folder):
    times = [start_in_sandbox(folder, upstream) for _ in range(ROUNDS)]
    for index, what in enumerate(("namespace and sockets", "proxy ready")):
        table.row(f"airut-netns: {what}, ms", None, statistics.median(each[index] for each in times) * 1e3, ".1f")


def main(programs, nginx):
    only = os.environ.get("ONLY", "small,large,new,memory,netns").split(",")
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "")
    print(f"{model}, Linux {platform.release()}; load and nginx on core {LOAD_CORE}, proxy on core {PROXY_CORE}; "
          f"{ROUNDS} rounds; load average {os.getloadavg()[0]:.1f}", flush=True)
    table = Table()
    executable = os.path.abspath(f"{programs}/airut-proxy")
    with tempfile.TemporaryDirectory(prefix="airut-bench-") as folder, Upstream(nginx, folder) as upstream:
        with Proxy(executable, upstream) as proxy:
            for name, bench in (("small", bench_small), ("large", bench_large), ("new", bench_new_names)):
                if name in only:
                    bench(table, upstream, proxy, folder)
        if "memory" in only:
            bench_memory(table, upstream, executable, folder)
        if "netns" in only:
            bench_sandbox(table, upstream, os.path.abspath(programs))
    return 1 if table.is_over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], os.path.abspath(sys.argv[2])))
