#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compiles the loader's own test objects, as examples/bpf/build.sh does the samples.
#
# Made with: Debian clang version 19.1.7.
set -eu
cd "$(dirname "$0")"
clang=${CLANG:-clang-19}
for source in *.bpf.c; do
    case $source in
    legacy_maps.bpf.c | no_btf.bpf.c) debug= ;;
    *) debug=-g ;;
    esac
    "$clang" --target=bpfel -mcpu=v3 -std=gnu17 -O2 $debug -Wall -Wextra -Werror -I../../../../examples/bpf \
        -Wno-unused-const-variable \
        -ffile-prefix-map="$PWD"=. -fdebug-prefix-map="$PWD"=. -fdebug-compilation-dir=. \
        -c "$source" -o "${source%.c}.o"
done
