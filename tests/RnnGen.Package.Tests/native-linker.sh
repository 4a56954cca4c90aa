#!/usr/bin/env bash
# NativeAOT links with clang or gcc: where neither is here, installs clang (root and apt). Without one RnnGen.Package.Tests skips its native
# tests.
#
# Exit code 0 always: a linker is here now; or the reason why not is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly log=artifacts/native-linker.log

skip() {
    echo "SKIPPED: NativeAOT: $1"
    exit 0
}

[[ "$(uname -s)" == Linux ]] || exit 0
if command -v clang > /dev/null || command -v gcc > /dev/null; then
    exit 0
fi

command -v apt-get > /dev/null || skip "neither clang nor gcc is installed, and there is no apt-get to install one."
[[ "$(id -u)" == 0 ]] || skip "neither clang nor gcc is installed, and only root can install one."
echo "installing clang, zlib1g-dev ..."
mkdir -p "$(dirname "$log")"
{
    apt-get update -q \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 clang zlib1g-dev
} > "$log" 2>&1 < /dev/null \
    || skip "neither clang nor gcc is installed, and installing clang failed: $(tail -n 1 "$log")"
