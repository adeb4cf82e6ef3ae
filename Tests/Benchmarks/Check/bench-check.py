"""How long `airut check` takes on a file of fifty repositories: bench-check.py AIRUT [RUNS]. Ends with 1 beyond the budget."""

import os, resource, statistics, subprocess, sys, tempfile, time

BUDGET_MS = 50
REPOSITORY = """  r{0}:
    repo_url: https://github.com/example/r{0}.git
    git: {{token: !env TOKEN}}
    email:
      account: {{username: r{0}@example.org, password: !env TOKEN, from: Airut <r{0}@example.org>}}
      imap: {{server: imap.example.org, archive_folder: Archive}}
      smtp: {{server: smtp.example.org}}
      auth:
        authorized_senders: [alice@example.org, "*@team.example.org"]
        trusted_authserv_id: mx.example.org
    models: [opus, sonnet]
    masked_secrets:
      GH_TOKEN:
        value: !env TOKEN
        scopes: [api.github.com, github.com]
        headers: [Authorization]
    resource_limits: {{timeout: 2h, memory: 8g, cpus: 4}}
"""


def processor_ms():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (usage.ru_utime + usage.ru_stime) * 1000


program, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 31
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "airut.yaml")
    with open(path, "w") as file:
        file.write("repos:\n" + "".join(REPOSITORY.format(index) for index in range(50)))
    times, processor = [], processor_ms()
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run(
            [program, "check", "--config", path], check=True, stdout=subprocess.DEVNULL,
            env={"TOKEN": "a-token-of-some-length", "HOME": folder})
        times.append((time.perf_counter() - begin) * 1000)
    processor = (processor_ms() - processor) / runs
    begin = time.perf_counter()
    subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL)
    bare = (time.perf_counter() - begin) * 1000
median = statistics.median(times)
print(f"airut check, 50 repositories: median {median:.1f} ms, fastest {min(times):.1f} ms of {runs} runs; "
      f"processor {processor:.1f} ms each; the program alone {bare:.1f} ms; budget {BUDGET_MS} ms")
sys.exit(median > BUDGET_MS)
