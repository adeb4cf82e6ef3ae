# make demo, make test: on a fresh Debian 12 with Swift 6.3 each installs what it needs and does the rest.
SWIFT ?= swift
FLAGS := --explicit-target-dependency-import-check error
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

# Development packages stand in Package.swift, beside the libraries that need them; GRDB needs SQLite's.
LIBRARIES := libsqlite3-dev $(shell sed -n 's/^ *facade\x28.* apt: \[\(.*\)\].*/\1/p' Package.swift | tr -d '",')
# What the server runs, and what only the tests run.
TOOLS := ca-certificates podman runc uidmap slirp4netns busybox-static git openssl pkg-config libcap2-bin
TEST_TOOLS := dovecot-imapd dovecot-submissiond python3 python3-jsonschema python3-yaml bsdutils openssh-server openssh-client procps util-linux passwd curl

# Otherwise all tests begin at once, and time limits are met by whoever waits longest for a processor.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 12

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
# A staged installation needs no privileges.
INSTALL := $(if $(DESTDIR),,$(SUDO)) install
PREFIX ?= /usr/local
RELEASE = $(shell $(SWIFT) build -c release --show-bin-path $(FLAGS))
BIN = $(shell $(SWIFT) build --show-bin-path $(FLAGS))

# A run of thousands of lines says once more at its end what failed.
failures-last = 2>&1 | tee .build/tests.log || { grep -a -e '^✘' -e '^↳' -e '^error: ' -e 'Fatal error: ' -e 'Sanitizer: ' -e 'NOT AS BEFORE' .build/tests.log; exit 1; }

.PHONY: help deps test-deps build demo demo-claude test bench bench-check bench-proxy crash pentest sanitize e2e-claude lint format install clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 14

deps: ## install the system libraries and programs the server needs
	@$(call install-missing,$(LIBRARIES) $(TOOLS))

test-deps: deps ## install what the tests need besides
	@$(call install-missing,$(TEST_TOOLS))

build: deps ## build everything, tests included (debug)
	$(SWIFT) build --build-tests $(FLAGS)

demo: deps ## run the main job on an embedded mail server, repository and agent (KEEP=1 leaves it running)
	$(SWIFT) build $(FLAGS)
	$(BIN)/airut demo $(if $(KEEP),--keep)

# With the key of your account: nothing but this target uses it.
demo-claude: anthropic-key deps ## the same with the real Claude Code, which costs the owner of ANTHROPIC_API_KEY some cents
	$(SWIFT) build $(FLAGS)
	$(BIN)/airut demo --claude $(if $(KEEP),--keep)

.PHONY: anthropic-key
anthropic-key:
	@test -n "$$ANTHROPIC_API_KEY" || { echo "set ANTHROPIC_API_KEY to an API key of platform.claude.com, whose owner is charged" >&2; exit 1; }

test: test-deps ## run all tests
	$(SWIFT) build --build-tests $(FLAGS)
	$(SWIFT) test --skip-build $(FLAGS) $(failures-last)

# The tests run a short form of it. Its seed is printed; SEED=… begins from a given one.
crash: test-deps ## kill everything at random in every stage for some minutes; nothing may be lost or doubled
	$(SWIFT) build --build-tests $(FLAGS)
	CRASH_MESSAGES=1000 CRASH_REPOSITORIES=5 CRASH_KILLS=108 CRASH_KILLS_PER_STAGE=10 \
		$(SWIFT) test --skip-build $(FLAGS) --filter CrashTests $(failures-last)

# The programs that the tests start are those of the ordinary build: a sanitizer's runtime cannot live in a confined one.
sanitize: test-deps build ## run the tests under ThreadSanitizer, then under AddressSanitizer (half an hour)
	$(call sanitized-tests,thread,TSAN_OPTIONS="suppressions=$(CURDIR)/Tests/thread-sanitizer.txt")
	$(call sanitized-tests,address,ASAN_OPTIONS="detect_leaks=0:suppressions=$(CURDIR)/Tests/address-sanitizer.txt",--disable-xctest)

define sanitized-tests
$(SWIFT) build --build-tests $(FLAGS) --sanitize=$(1) --scratch-path .build-$(1)
AIRUT_TEST_PROGRAMS=$(BIN) $(2) $(SWIFT) test --skip-build $(FLAGS) --sanitize=$(1) --scratch-path .build-$(1) $(3) $(failures-last)
endef

# Its attempts stand in Tests/AirutSandboxTests/Pentest/attempts. They are made apart from this machine, without its network.
pentest: test-deps ## try to get out of a real sandbox, and print how far each attempt came
	$(SWIFT) build --build-tests $(FLAGS)
	$(SUDO) env PATH="$$PATH" AIRUT_PENTEST=1 Tests/AirutSandboxTests/Pentest/machine-apart.sh \
		$(SWIFT) test --skip-build $(FLAGS) --filter 'PentestTests|HostileProxyTests' $(failures-last)

# CLAUDE names another executable.
CLAUDE ?= .build/claude/claude

e2e-claude: test-deps ## run the real Claude Code from mail to pull request, with a stand-in for its API
	@$(if $(wildcard $(CLAUDE)),,$(call install-missing,python3-pip))
	Tests/AirutCommandsTests/Claude/fetch-claude.sh $(CLAUDE)
	$(SWIFT) build --build-tests $(FLAGS)
	CLAUDE_BINARY=$(abspath $(CLAUDE)) $(SWIFT) test --skip-build $(FLAGS) --filter ClaudeTests $(failures-last)

bench: deps ## measure latency, start, memory and load of a release build (BENCH=quick: a few minutes)
	$(SWIFT) build -c release --static-swift-stdlib $(FLAGS)
	$(RELEASE)/airut-bench

bench-check: deps ## measure `airut check` on a file of fifty repositories
	$(SWIFT) build -c release --static-swift-stdlib --product airut $(FLAGS)
	@$(call install-missing,python3)
	python3 Tests/Benchmarks/Check/bench-check.py $(RELEASE)/airut

# Debian's nginx is unpacked, not installed: no system service. ROUNDS=3 is a quick look.
bench-proxy: deps ## measure airut-proxy and airut-netns against nginx, straight and through them
	@$(call install-missing,python3 nghttp2-client openssl util-linux)
	Tests/Benchmarks/Proxy/fetch-nginx.sh .build/nginx
	$(SWIFT) build -c release --static-swift-stdlib --product airut-proxy $(FLAGS)
	$(SWIFT) build -c release --static-swift-stdlib --product airut-netns $(FLAGS)
	python3 Tests/Benchmarks/Proxy/bench-proxy.py $(RELEASE) .build/nginx/usr/sbin/nginx

install: deps ## build for release and install below PREFIX (default /usr/local)
	$(SWIFT) build -c release --static-swift-stdlib $(FLAGS)
	$(INSTALL) -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/airut
	$(INSTALL) -s -m 0755 $(RELEASE)/airut $(DESTDIR)$(PREFIX)/bin/airut
	$(INSTALL) -s -m 0755 $(addprefix $(RELEASE)/,airut-reader airut-git airut-proxy airut-confine airut-netns airut-init) $(DESTDIR)$(PREFIX)/libexec/airut/

lint: ## check the formatting
	$(SWIFT) format lint --strict --parallel -r Package.swift Sources Tests

format: ## format the sources in place
	$(SWIFT) format -i --parallel -r Package.swift Sources Tests

clean: ## remove what was built
	rm -rf .build

# Asks for root only when something is missing.
define install-missing
missing=""; for package in $(1); do \
	dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; done; \
if [ -n "$$missing" ]; then echo "installing$$missing"; \
	$(SUDO) apt-get update -qq && \
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
endef
