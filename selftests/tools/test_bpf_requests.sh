#!/bin/sh
# Prints the eBPF vectors of LINUX/lib/test_bpf.c as requests for `hugetext batch`:
#   selftests/tools/test_bpf_requests.sh LINUX >requests.jsonl
# LINUX is an unpacked kernel source (Debian: linux-source-6.1). It is read, never copied: what is
# compiled lies in a folder that is gone at the end.
set -eu
linux=$1
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/linux"
for header in init module skbuff netdevice if_vlan random highmem sched; do
  : >"$work/linux/$header.h"
done
# two headers of one name: the user's, with the older instructions, and the tree's, with the macros
printf '#include_next <linux/filter.h>\n#include "%s/tools/include/linux/filter.h"\n' \
  "$(cd "$linux" && pwd)" >"$work/linux/filter.h"
sed '/^static struct net_device dev;/,$d' "$linux/lib/test_bpf.c" >"$work/vectors.h"
cc -O1 -w -I"$work" -o "$work/requests" "$here/test_bpf_requests.c"
"$work/requests"
