#!/bin/sh
# safetensors files that we save load in PyTorch, strictly, and give our outputs there.
# Needs PyTorch (Debian: python3-torch). PYTHON says which Python has it. Arguments go to dotnet test (-c Release --no-build).
set -eu
tests=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-/usr/bin/python3}
"$python" -c "import torch" || { echo "torch-load.sh: $python has no PyTorch: apt-get install python3-torch, or set PYTHON" >&2; exit 1; }
configuration=${CONFIGURATION:-Release}
dotnet test "$tests" -c "$configuration" --filter FullyQualifiedName~TorchLoadTests "$@"
"$python" "$tests/torch-load.py" "$tests/bin/$configuration/net10.0/torch-load"
