"""The server behind the proxy: an nginx of our own, on a free port of the loopback interface, with TLS."""

import base64
import os
import socket
import subprocess
import time

from usage import LOAD_CORE, pinned

LARGE_MEGABYTES = 100

CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; keepalive_time 24h;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    client_max_body_size 0; client_body_buffer_size {large}m;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
        location / {{ root {folder}/files; }}
        # Reads the body whole, into memory, and then asks only for an answer.
        location /upload {{
            proxy_pass http://unix:{folder}/sink:/; proxy_pass_request_body off; proxy_set_header Content-Length "";
        }}
    }}
    server {{ listen unix:{folder}/sink; location / {{ return 204; }} }}
}}
"""


class Upstream:
    def __init__(self, nginx, folder):
        self.nginx, self.folder, self.port = nginx, folder, free_port()
        self._certify()
        os.mkdir(f"{folder}/files")
        # Text: bytes of every kind would never look like the beginning of a secret.
        for name, size in (("small", 1024), ("large", LARGE_MEGABYTES << 20)):
            with open(f"{folder}/files/{name}", "wb") as file:
                file.write(base64.b64encode(os.urandom(size))[:size])
        with open(f"{folder}/nginx.conf", "w") as file:
            file.write(CONFIGURATION.format(folder=folder, port=self.port, large=LARGE_MEGABYTES + 1))

    def __enter__(self):
        command = [self.nginx, "-p", self.folder, "-e", f"{self.folder}/error.log", "-c", f"{self.folder}/nginx.conf"]
        self.process = subprocess.Popen(pinned(LOAD_CORE, command), stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not is_open(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                with open(f"{self.folder}/error.log") as file:
                    raise SystemExit("nginx does not start: " + file.read())
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    @property
    def authority(self):
        with open(f"{self.folder}/ca.pem") as file:
            return file.read()

    def _certify(self):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, stderr=subprocess.DEVNULL)

        new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        openssl("req", "-x509", *new_key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Benchmark", "-days", "2")
        openssl("req", *new_key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server")
        with open(f"{self.folder}/names", "w") as file:
            file.write("subjectAltName=DNS:*.bench.test\n")
        openssl(
            "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", "server.pem", "-days", "2", "-extfile", "names")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
