#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes split BTF, as a kernel module has it: types of module.c on top of those of base.c, and bpftool's dumps of it.
#
#     jit/src/test/scripts/split/build.sh jit/src/test/golden/bpf
#
# Made with: gcc 12.2.0, pahole 1.24, bpftool 7.1.0 (Debian 12).
set -eu
golden=$(realpath "$1")
cd "$(dirname "$0")"
objects=$(mktemp -d)
trap 'rm -r "$objects"' EXIT
gcc -g -O1 -c base.c -o "$objects/base.o"
gcc -g -O1 -c module.c -o "$objects/module.o"
pahole -J --btf_encode_detached="$golden/split-base.btf" "$objects/base.o"
pahole -J --btf_base "$golden/split-base.btf" --btf_encode_detached="$golden/split.btf" "$objects/module.o"
chmod 644 "$golden/split-base.btf" "$golden/split.btf"
for format in raw c; do
    bpftool -B "$golden/split-base.btf" btf dump file "$golden/split.btf" format $format >"$golden/split.$format.txt"
done
