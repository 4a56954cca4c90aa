#!/usr/bin/env bash
# Times a step in the browser's runtime, interpreted, under node (18 or later). Restores the runtime from NuGet; needs no workload.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet build -c Release --nologo -v q
node main.mjs "$PWD/bin/Release/net10.0"
