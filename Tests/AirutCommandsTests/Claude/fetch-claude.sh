#!/bin/sh
# Fetches the Claude Code that the end-to-end test runs: fetch-claude.sh TARGET
# It comes out of the wheel of claude-agent-sdk on the Python package index, pinned by version and digest.
set -eu
version=0.2.187
digest=693132296d1ffca857b5d393e449fd138a89bd08024d9a3e519615ba4040d9c3
target=$1
[ -x "$target" ] && exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "fetching Claude Code (claude-agent-sdk $version, 160 MB)"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --platform manylinux_2_17_x86_64 --dest "$folder" "claude-agent-sdk==$version"
echo "$digest  $(echo "$folder"/*.whl)" | sha256sum --check --quiet
python3 -m zipfile -e "$folder"/*.whl "$folder/wheel"
mkdir -p "$(dirname "$target")"
install -m 0755 "$folder/wheel/claude_agent_sdk/_bundled/claude" "$target.new"
mv "$target.new" "$target"
