#!/usr/bin/env bash
# Publishes samples/AmpPlugin, compiles the C of this folder, and prints how long blocks take in a C program and in a .NET program whose collector is busy.
#
#   taskset -c 0,1 tests/RnnGen.PluginHost/measure.sh [BLOCKS]      (1,000,000 otherwise)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly blocks=${1:-1000000} out=artifacts/plugin here=tests/RnnGen.PluginHost
command -v cc > /dev/null || { echo "error: there is no C compiler (cc)" >&2; exit 1; }
mkdir -p "$out"
dotnet publish samples/AmpPlugin -c Release -o "$out" > "$out.log" || { cat "$out.log" >&2; exit 1; }
cc -std=c99 -D_POSIX_C_SOURCE=200809L -O2 -I "$out" -o "$out/host" "$here/host.c" "$here/block_timer.c" "$out/AmpPlugin.so" -pthread -Wl,-rpath,'$ORIGIN'
cc -std=c99 -D_POSIX_C_SOURCE=200809L -O2 -I "$out" -shared -fPIC -o "$out/block_timer.so" "$here/block_timer.c" "$out/AmpPlugin.so" -pthread -Wl,-rpath,'$ORIGIN'
echo "a C program:"
"$out/host" "$blocks"
echo
dotnet run -c Release --project "$here" -- "$out/AmpPlugin.so" "$out/block_timer.so" "$blocks"
