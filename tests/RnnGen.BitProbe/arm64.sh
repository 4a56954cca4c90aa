#!/usr/bin/env bash
# What emitted cells compute on ARM64 must be what they compute on x64, bit for bit: runs the probe here and, built for linux-arm64, under
# qemu's user-mode emulation, and compares what they print.
#
# Needs on Debian and its kin: qemu-user-static, libc6:arm64, libstdc++6:arm64; installs them where it may (root and apt).
# Exit code 0: equal; or skipped, for something that cannot be had here, with the reason printed. Any other: they differ, or a run failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly probe=tests/RnnGen.BitProbe
readonly work=artifacts/arm64
readonly emulator=qemu-aarch64-static
mkdir -p "$work"

skip() {
    echo "SKIPPED: bits on ARM64: $1"
    exit 0
}

emulation_is_installed() {
    command -v "$emulator" > /dev/null \
        && [[ -e /lib/ld-linux-aarch64.so.1 && -e /usr/lib/aarch64-linux-gnu/libstdc++.so.6 ]]
}

install_emulation() {
    dpkg --add-architecture arm64 \
        && apt-get update -q \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 \
            qemu-user-static libc6:arm64 libstdc++6:arm64
}

[[ "$(uname -s)/$(uname -m)" == Linux/x86_64 ]] || skip "this machine is not x64 Linux, the side to compare with."

if ! emulation_is_installed; then
    readonly wanted="qemu-user-static, libc6:arm64 and libstdc++6:arm64 are not all installed"
    command -v apt-get > /dev/null || skip "$wanted, and there is no apt-get to install them."
    [[ "$(id -u)" == 0 ]] || skip "$wanted, and only root can install them."
    echo "installing qemu-user-static, libc6:arm64, libstdc++6:arm64 ..."
    install_emulation > "$work/install.log" 2>&1 < /dev/null \
        || skip "$wanted, and installing them failed: $(tail -n 1 "$work/install.log")"
    emulation_is_installed || skip "$wanted, though apt-get installed them: not where Debian puts them."
fi

dotnet build "$probe" -c Release -v quiet --nologo
dotnet exec "$probe/bin/Release/net10.0/RnnGen.BitProbe.dll" > "$work/x64.txt"
grep -q '^# X64 .*Fma=True$' "$work/x64.txt" || skip "no fused multiply-add on this machine, so its bits are others: $(head -n 1 "$work/x64.txt")"

# An artifacts path of its own keeps this build out of the other's obj folders. Restoring is apart, for only that may be out of reach.
readonly target=(-r linux-arm64 -p:SelfContained=true --artifacts-path "$work/build")
dotnet restore "$probe" "${target[@]}" -v quiet > "$work/restore.log" 2>&1 \
    || skip "the .NET runtime for linux-arm64 cannot be restored: $(grep -m 1 error "$work/restore.log" || tail -n 1 "$work/restore.log")"
dotnet publish "$probe" -c Release "${target[@]}" --no-restore -v quiet --nologo -o "$work/publish"

start=$SECONDS
# The emulator itself crashes now and then (threads of the runtime under qemu-user): a crash, which is no answer, is tried again; one that stays fails.
for attempt in 1 2 3; do
    status=0
    "$emulator" "$work/publish/RnnGen.BitProbe" > "$work/arm64.txt" || status=$?
    (( status >= 128 )) || break
    echo "attempt $attempt under emulation ended with signal $(( status - 128 ))"
done
(( status == 0 )) || { echo "FAILED: the ARM64 run ended with exit code $status"; exit 1; }
grep -q '^# Arm64 ' "$work/arm64.txt" || { echo "FAILED: not an ARM64 run: $(head -n 1 "$work/arm64.txt")"; exit 1; }

for run in x64 arm64; do
    grep -v '^#' "$work/$run.txt" > "$work/$run.bits"
done
if ! diff "$work/x64.bits" "$work/arm64.bits" > "$work/bits.diff"; then
    echo "FAILED: ARM64 gives other bits than x64; the first differences (cell, stream, hash):"
    head -n 20 "$work/bits.diff"
    exit 1
fi

echo "ARM64 gives x64's bits: $(wc -l < "$work/x64.bits") streams of" \
    "$(cut -d ' ' -f 1 "$work/x64.bits" | sort -u | wc -l) cells equal, $((SECONDS - start)) s under emulation."
