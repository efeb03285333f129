#!/bin/sh
# Write requirements.lock and requirements-dev.lock: the full trees, as a clean environment resolves them today.
set -e
for name in requirements requirements-dev; do
    folder=$(mktemp -d)
    "${PYTHON:-python3}" -m venv "$folder"
    "$folder/bin/pip" install -q --disable-pip-version-check -r "$name.txt"
    { echo "# The full tree of $name.txt; made by \`make lock\`."; "$folder/bin/pip" freeze; } > "$name.lock"
    rm -rf "$folder"
done
