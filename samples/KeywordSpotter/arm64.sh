#!/usr/bin/env bash
# The program of the device, for a Raspberry Pi and other ARM64 Linux: compiles it here (x64 Linux) to one native file, prints its sizes, runs it under qemu's
# user-mode emulation, and compares what it hears, and the bits of what the network computes, with this machine.
#
#   arm64.sh [--no-build] [DIRECTORY]   work in DIRECTORY (artifacts/keyword-arm64); the program is DIRECTORY/publish/KeywordSpotter.
#                                       --no-build: `dotnet build -c Release` has been done
#   arm64.sh --install                  only installs what is needed
#
# Needs on Debian and its kin: gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, qemu-user-static; installs them where it may (root and apt).
# QEMU_CPU is the processor that is emulated; without it that of the Raspberry Pi Zero 2 W and 3.
# Exit code 0: equal; or skipped, for something that cannot be had here, with the reason printed. Any other: they differ, or a run failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mode=
case "${1:-}" in --no-build | --install) mode=$1; shift ;; esac
mkdir -p "${1:-$here/../../artifacts/keyword-arm64}"
work=$(cd "${1:-$here/../../artifacts/keyword-arm64}" && pwd)
cd "$here"
export QEMU_CPU=${QEMU_CPU:-cortex-a53}

readonly packages=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static)
# Where Debian's cross compiler has the C library of the other machine.
readonly libraries=/usr/aarch64-linux-gnu
readonly recording=$work/x64/recording.wav

skip() {
    echo "SKIPPED: the keyword spotter on ARM64: $1"
    exit 0
}

fail() {
    echo "FAILED: $1"
    exit 1
}

is_installed() {
    command -v aarch64-linux-gnu-gcc > /dev/null && command -v aarch64-linux-gnu-objcopy > /dev/null && command -v qemu-aarch64-static > /dev/null \
        && [[ -e $libraries/lib/ld-linux-aarch64.so.1 && -e $libraries/lib/Scrt1.o ]]
}

install() {
    apt-get update -q \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "${packages[@]}"
}

# What a run printed after a label.
value() {
    sed -n "s/^$2 *//p" "$work/$1.txt"
}

# The hash that a run printed of something.
bits() {
    sed -n "s/^bits *\([0-9A-F]*\) of the $2\$/\1/p" "$work/$1.txt"
}

# The words that a run heard, and when; not how sure it was, which is rounded.
words() {
    sed -n 's/^\( *[0-9.]* s  .*[^ ]\) *[0-9.]*$/\1/p' "$work/$1.txt"
}

# What both machines must have printed alike.
equal() {
    [[ -n "$(bits x64 "$1")" && "$(bits x64 "$1")" == "$(bits arm64 "$1")" ]]
}

[[ "$(uname -s)/$(uname -m)" == Linux/x86_64 ]] || skip "this machine is not x64 Linux, the side to compare with."
if ! is_installed; then
    readonly wanted="${packages[*]} are not all installed"
    command -v apt-get > /dev/null || skip "$wanted, and there is no apt-get to install them."
    [[ "$(id -u)" == 0 ]] || skip "$wanted, and only root can install them."
    echo "installing ${packages[*]} ..."
    install > "$work/install.log" 2>&1 < /dev/null || skip "$wanted, and installing them failed: $(tail -n 1 "$work/install.log")"
    is_installed || skip "$wanted, though apt-get installed them: not where Debian puts them."
fi

[[ $mode != --install ]] || exit 0

# No build server outlives this: one would hold the output of who called this open.
readonly alone=(-nodeReuse:false -p:UseSharedCompilation=false --nologo -v quiet)

# This machine: the model in the program makes the recording, and listens to it.
[[ $mode == --no-build ]] || dotnet build -c Release "${alone[@]}"
readonly program=bin/Release/net10.0/KeywordSpotter.dll
dotnet exec "$program" --built-in --speakers 4 --output "$work/x64" > "$work/x64-all.txt"
dotnet exec "$program" --listen "$recording" > "$work/x64.txt"

# The device. What is restored for it is kept out of the other's obj folder; what was compiled to IL above is the same for both, and goes into its native file.
# Restoring is apart, for only that may be out of reach.
readonly target=(-r linux-arm64)
dotnet restore "${target[@]}" --artifacts-path "$work/restore" "${alone[@]}" > "$work/restore.log" 2>&1 \
    || skip "NativeAOT for linux-arm64 cannot be restored: $(grep -m 1 error "$work/restore.log" || tail -n 1 "$work/restore.log")"
dotnet publish -c Release "${target[@]}" --no-build "${alone[@]}" -o "$work/publish" \
    -p:MSBuildProjectExtensionsPath="$work/restore/obj/KeywordSpotter/" -p:AppendRuntimeIdentifierToOutputPath=false \
    -p:NativeIntermediateOutputPath="$work/native/" -p:NativeOutputPath="$work/native/bin/" -p:IlcGenerateMapFile=true
readonly native=$work/publish/KeywordSpotter
readonly map=$work/native/KeywordSpotter.map.xml
echo "one native file for linux-arm64: $(stat -c %s "$native") bytes"
aarch64-linux-gnu-size "$native"
# Emitted methods, and the kernels of the library that are compiled for this network's shape.
awk -F'"' '/<MethodCode / && $2 ~ /KeywordNetwork/ { for (i = 1; i < NF; i++) if ($i ~ /Length=$/) { bytes += $(i + 1); methods++ } }
    END { printf "of those the network, training included: %d bytes of code in %d methods\n", bytes, methods }' "$map"

start=$SECONDS
# The emulator itself crashes now and then (threads of the runtime under qemu-user): a crash, which is no answer, is tried again; one that stays fails.
for attempt in 1 2 3; do
    status=0
    # The path of libraries is for where Debian's libc6:arm64 is installed, too: its C library with the cross compiler's loader hangs.
    qemu-aarch64-static -L "$libraries" -E LD_LIBRARY_PATH="$libraries/lib" "$native" --listen "$recording" > "$work/arm64.txt" || status=$?
    (( status >= 128 )) || break
    echo "attempt $attempt under emulation ended with signal $(( status - 128 ))"
done
(( status == 0 )) || fail "the ARM64 run ended with exit code $status"

cat "$work/arm64.txt"
[[ "$(value arm64 machine)" == Arm64* ]] || fail "not an ARM64 run: $(value arm64 machine)"
[[ "$(value arm64 heard)" == *" 0 bytes allocated"* ]] || fail "the frames allocate: $(value arm64 heard)"
diff <(words x64) <(words arm64) || fail "ARM64 (>) hears other words than x64 (<)"
[[ -n "$(words arm64)" ]] || fail "no word was heard"
equal "outputs of drawn features" || fail "of equal features ARM64 computes other bits than x64"
if equal features; then
    equal outputs || fail "of the recording's features ARM64 computes other bits than x64"
    same="features and outputs are x64's bit by bit"
else
    same="outputs of equal features are x64's bit by bit (those of the recording are not equal: the C libraries' logarithms differ)"
fi

echo "ARM64 ($QEMU_CPU) hears the words that x64 hears; $same; $((SECONDS - start)) s under emulation."
