#!/bin/sh
# Builds the optional peers of `compare`: libraries in C++ that their users compile themselves, each from a source folder that you name, with a thin wrapper of
# ours. Nothing of it becomes part of the repository. See ../README.md.
set -eu

usage() {
    cat >&2 <<USAGE
usage: build.sh [--rtneural DIR] [--neuralaudio DIR] [--onednn] [--output DIR]

  --rtneural DIR     RTNeural's sources:    git clone --recursive https://github.com/jatinchowdhury18/RTNeural
  --neuralaudio DIR  NeuralAudio's sources: git clone --recursive https://github.com/mikeoliphant/NeuralAudio
  --onednn           oneDNN, as installed:  apt-get install libdnnl-dev
  --output DIR       where the program looks for them: artifacts/native-peers in this repository (or what RNNGEN_NATIVE_PEERS says when it runs)

CXX: compilers to build with, one or more ("g++ clang++-19"); every one that is there if it is not set. The program takes the fastest build of each row.
USAGE
    exit 2
}

fail() {
    echo "build.sh: $*" >&2
    exit 1
}

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
output=$here/../../../artifacts/native-peers
rtneural= neuralaudio= onednn=
while [ $# -gt 0 ]; do
    case $1 in
        --rtneural | --neuralaudio | --output)
            [ $# -ge 2 ] || usage
            case $1 in
                --rtneural) rtneural=$2 ;;
                --neuralaudio) neuralaudio=$2 ;;
                --output) output=$2 ;;
            esac
            shift 2 ;;
        --onednn) onednn=yes; shift ;;
        *) usage ;;
    esac
done
[ -n "$rtneural$neuralaudio$onednn" ] || usage

compilers=${CXX:-$(for name in g++ clang++ clang++-19 clang++-18 clang++-17 clang++-16; do command -v "$name" >/dev/null && echo "$name" || true; done)}

# -fno-gnu-unique: else the statics of two builds in one process are one (which clang has not, and does not know).
flags() {
    printf '%s' "-O3 -fPIC -shared -fvisibility=hidden -w -I$here"
    case $1 in *clang*) ;; *) printf '%s' " -fno-gnu-unique" ;; esac
}

revision() {
    git -C "$1" log -1 --format=%h 2>/dev/null || echo "unknown revision"
}

# compile PEER BUILD COMPILER VERSION ARGUMENTS...: a shared object named after the build in a folder named after the peer.
compile() {
    peer=$1 build=$2 compiler=$3 version=$4
    shift 4
    mkdir -p "$output/$peer"
    echo "$peer: $build"
    # To another name first: a program that has loaded the old one keeps it.
    # shellcheck disable=SC2046
    "$compiler" $(flags "$compiler") "-DRNNGEN_VERSION=\"$version\"" "$@" -o "$output/$peer/$build.new"
    mv "$output/$peer/$build.new" "$output/$peer/$build.so"
}

needs() {
    [ -e "$1/$2" ] || fail "$1 has no $2: $3"
}

# Whatever else is in that folder is not ours to remove.
removeOld() {
    rm -f "$output/$1"/*.so
}

if [ -n "$rtneural" ]; then
    needs "$rtneural" RTNeural/RTNeural.h "is it RTNeural's source folder?"
    needs "$rtneural" modules/xsimd/include/xsimd/xsimd.hpp "git -C $rtneural submodule update --init"
fi
if [ -n "$neuralaudio" ]; then
    needs "$neuralaudio" NeuralAudio/LSTM.h "is it NeuralAudio's source folder?"
    needs "$neuralaudio" deps/math_approx/include/math_approx/math_approx.hpp "git -C $neuralaudio submodule update --init deps/math_approx"
    needs "$neuralaudio" deps/RTNeural/modules/Eigen/Eigen/Dense "git -C $neuralaudio submodule update --init deps/RTNeural"
fi
[ -n "$compilers" ] || fail "there is no C++ compiler: apt-get install g++"

if [ -n "$rtneural" ]; then
    removeOld rtneural
    removeOld rtneural-fast
    for compiler in $compilers; do
        for target in native x86-64-v3; do
            [ "$target" = native ] || [ "$(uname -m)" = x86_64 ] || continue
            # As wide as a vector of xsimd's may be; Eigen's maps need no more than 32.
            alignment=32
            if "$compiler" -march="$target" -dM -E -x c++ /dev/null | grep -q __AVX512F__; then alignment=64; fi
            for maths in "" -fast; do
                compile "rtneural$maths" "xsimd-$target-$(basename "$compiler")" "$compiler" "$(revision "$rtneural")" -std=c++17 -march="$target" \
                    -DRTNEURAL_USE_XSIMD=1 -DRTNEURAL_DEFAULT_ALIGNMENT="$alignment" -DRTNEURAL_NAMESPACE=RTNeural ${maths:+-DRNNGEN_FAST_MATHS=1} \
                    -I"$rtneural" -I"$rtneural/modules/json" -I"$rtneural/modules/xsimd/include" "$here/rtneural.cpp"
                compile "rtneural$maths" "eigen-$target-$(basename "$compiler")" "$compiler" "$(revision "$rtneural")" -std=c++17 -march="$target" \
                    -DRTNEURAL_USE_EIGEN=1 -DRTNEURAL_DEFAULT_ALIGNMENT=32 -DRTNEURAL_NAMESPACE=RTNeural ${maths:+-DRNNGEN_FAST_MATHS=1} \
                    -I"$rtneural" -I"$rtneural/modules/json" -I"$rtneural/modules/Eigen" "$here/rtneural.cpp"
            done
        done
    done
fi

if [ -n "$neuralaudio" ]; then
    removeOld neuralaudio
    for compiler in $compilers; do
        compile neuralaudio "native-$(basename "$compiler")" "$compiler" "$(revision "$neuralaudio")" -std=c++20 -march=native \
            -I"$neuralaudio" -I"$neuralaudio/deps/math_approx/include" -I"$neuralaudio/deps/RTNeural/modules/Eigen" "$here/neuralaudio.cpp"
    done
fi

if [ -n "$onednn" ]; then
    compiler=${compilers%%[!a-zA-Z0-9+./_-]*}
    echo '#include <oneapi/dnnl/dnnl.hpp>' | "$compiler" -E -x c++ - >/dev/null 2>&1 || fail "oneDNN's headers are not installed: apt-get install libdnnl-dev"
    removeOld onednn
    compile onednn installed "$compiler" "" -std=c++17 -march=native "$here/onednn.cpp" -ldnnl -ldl
fi
