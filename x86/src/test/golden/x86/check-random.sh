#!/usr/bin/env bash
# check-random.sh CLASSPATH [SEED [COUNT]]
# Compares random legal instructions of the table with objdump (address, length, text) and with
# llvm-mc (length: it must read each of them as exactly one instruction).
# Needs binutils and llvm; not part of the build. CLASSPATH: compiled main and test classes of x86.
set -euo pipefail
classpath=$1 seed=${2:-1} count=${3:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

java -cp "$classpath" dev.hugetext.x86.disasm.RandomListing "$seed" "$count" "$work/r"
objdump -D -w -b binary -m i386:x86-64 "$work/r.bin" |
  sed -n 's/^ *\([0-9a-f]*\):\t\([0-9a-f ]*[0-9a-f]\) *\t\(.*[^ ]\) *$/\1\t\2\t\3/p' |
  awk -F'\t' '{ gsub(/ /, "", $2); print $1 "\t" $2 "\t" $3 }' >"$work/objdump.txt"
differences=$(diff "$work/r.txt" "$work/objdump.txt" | grep -c '^<' || true)
echo "objdump: seed $seed, $(wc -l <"$work/r.txt") instructions, $differences differ"
diff "$work/r.txt" "$work/objdump.txt" | head -${SHOW:-20} || true

# llvm-mc prints an instruction for each bracketed group (its prefixes on lines of their own), or
# more than one if our length is wrong. LLVM 14 does not know IBHF (f3 48 0f 1e f8): left out.
cut -f2 "$work/r.txt" | grep -vx f3480f1ef8 >"$work/known.txt"
sed 's/../0x& /g; s/.*/[&]/' "$work/known.txt" |
  llvm-mc --disassemble --triple=x86_64 >"$work/llvm.txt" 2>"$work/llvm.err" || true
printed=$(grep -vcE '^\s*(\.text|lock|data16|cs|gs)?\s*$' "$work/llvm.txt" || true)
echo "llvm-mc: $(wc -l <"$work/known.txt") given, $printed printed, $(grep -c warning "$work/llvm.err" || true) not accepted"
grep -A1 warning "$work/llvm.err" | head -${SHOW:-20} || true
[ "$differences" = 0 ] && [ "$printed" = "$(wc -l <"$work/known.txt")" ]
