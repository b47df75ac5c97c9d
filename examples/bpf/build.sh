#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compiles every sample here to its object: NAME.bpf.c -> NAME.bpf.o. The objects are committed, so
# only who changes a sample needs this. Same compiler, same bytes: no path of this machine goes in.
#
# Made with: Debian clang version 19.1.7. Another one: CLANG=clang-20 ./build.sh
set -eu
cd "$(dirname "$0")"
clang=${CLANG:-clang-19}
for source in *.bpf.c; do
    case $source in
    *_v4.bpf.c) cpu=v4 ;;
    *) cpu=v3 ;;
    esac
    "$clang" --target=bpfel -mcpu=$cpu -std=gnu17 -O2 -g -Wall -Wextra -Werror \
        -ffile-prefix-map="$PWD"=. -fdebug-prefix-map="$PWD"=. -fdebug-compilation-dir=. \
        -c "$source" -o "${source%.c}.o"
    echo "$source -> ${source%.c}.o ($cpu)"
done
