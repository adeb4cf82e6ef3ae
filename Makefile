# make demo, make test: on a fresh Debian 12 with Swift 6.3 each installs what it needs and does the rest.
SWIFT ?= swift
FLAGS := --explicit-target-dependency-import-check error

# Development packages stand in Package.swift, beside the libraries that need them; GRDB needs SQLite's.
LIBRARIES := libsqlite3-dev $(shell sed -n 's/^ *facade\x28.* apt: \[\(.*\)\].*/\1/p' Package.swift | tr -d '",')
# What the server runs, and what only the tests run.
TOOLS := ca-certificates podman runc uidmap slirp4netns busybox-static git openssl pkg-config libcap2-bin
TEST_TOOLS := dovecot-imapd dovecot-submissiond python3 openssh-server openssh-client procps util-linux passwd

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
# A staged installation needs no privileges.
INSTALL := $(if $(DESTDIR),,$(SUDO)) install
PREFIX ?= /usr/local
RELEASE = $(shell $(SWIFT) build -c release --show-bin-path $(FLAGS))
BIN = $(shell $(SWIFT) build --show-bin-path $(FLAGS))

.PHONY: help deps test-deps build demo test lint format install clean

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

test: test-deps ## run all tests
	$(SWIFT) build --build-tests $(FLAGS)
	$(SWIFT) test --skip-build $(FLAGS)

install: deps ## build for release and install below PREFIX (default /usr/local)
	$(SWIFT) build -c release --static-swift-stdlib $(FLAGS)
	$(INSTALL) -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/airut
	$(INSTALL) -s -m 0755 $(RELEASE)/airut $(DESTDIR)$(PREFIX)/bin/airut
	$(INSTALL) -s -m 0755 $(addprefix $(RELEASE)/,airut-reader airut-git airut-confine airut-init) $(DESTDIR)$(PREFIX)/libexec/airut/

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
