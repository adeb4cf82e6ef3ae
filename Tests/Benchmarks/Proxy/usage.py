"""What a process takes, and where it may run."""

import glob
import os

# The load and the server share the first core; the proxy has the last one for itself.
CORES = sorted(os.sched_getaffinity(0))
LOAD_CORE, PROXY_CORE = CORES[0], CORES[-1]


def pinned(core, command):
    return ["taskset", "--cpu-list", str(core), *command]


def cpu_seconds(pid):
    """Processor time of all threads so far, in user mode and in the kernel."""
    total = 0
    for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        with open(path) as file:
            total += int(file.read().split()[0])
    return total / 1e9


def memory_megabytes(pid):
    """(resident, proportional share of it): what is mapped, and what is not counted again for other processes."""
    with open(f"/proc/{pid}/smaps_rollup") as file:
        sizes = dict(line.split()[:2] for line in file if line.startswith(("Rss:", "Pss:")))
    return int(sizes["Rss:"]) / 1024, int(sizes["Pss:"]) / 1024


def peak_megabytes(pid):
    """The most that ever was resident."""
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:")) / 1024
