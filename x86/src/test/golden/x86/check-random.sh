#!/usr/bin/env bash
# check-random.sh CLASSPATH [SEED [COUNT]]
# Compares random instructions that the decoder accepts (legal ones, such with needless prefixes, random bytes) with objdump 2.40
# (address, length, text in both syntaxes) and with llvm-mc (length: it must read each of them as exactly one instruction).
# Needs binutils and llvm; not part of the build. CLASSPATH: compiled main and test classes of x86, and jspecify.
set -euo pipefail
classpath=$1 seed=${2:-1} count=${3:-100000} llvm=${LLVM_MC:-llvm-mc-19}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

java -cp "$classpath" dev.hugetext.x86.disasm.RandomListing "$seed" "$count" "$work/r"
failed=0
for syntax in att intel; do
  objdump -D -w -M "$syntax" -b binary -m i386:x86-64 "$work/r.bin" |
    sed -n 's/^ *\([0-9a-f]*\):\t\([0-9a-f ]*[0-9a-f]\) *\t\(.*[^ ]\) *$/\1\t\2\t\3/p' |
    awk -F'\t' '{ gsub(/ /, "", $2); print $1 "\t" $2 "\t" $3 }' >"$work/objdump.txt"
  cut -f "1,2,$([ $syntax = att ] && echo 3 || echo 4)" "$work/r.txt" >"$work/ours.txt"
  differences=$(diff "$work/ours.txt" "$work/objdump.txt" | grep -c '^<' || true)
  echo "objdump -M $syntax: seed $seed, $(wc -l <"$work/ours.txt") instructions, $differences differ"
  diff "$work/ours.txt" "$work/objdump.txt" | head -"${SHOW:-20}" || true
  [ "$differences" = 0 ] || failed=1
done

# llvm-mc prints an instruction for each bracketed group (some prefixes on lines of their own), or more than one if our length is wrong.
# LLVM 19 does not know IBHF (f3 48 0f 1e f8): left out.
cut -f2 "$work/r.txt" | grep -v 'f3480f1ef8$' >"$work/known.txt"
sed 's/../0x& /g; s/.*/[&]/' "$work/known.txt" |
  "$llvm" --disassemble --triple=x86_64 >"$work/llvm.txt" 2>"$work/llvm.err" || true
printed=$(grep -vcE '^\s*(\.text|lock|rep|repne|data16|addr32|rex64|[cdefgs]s|notrack|xacquire|xrelease)?\s*$' "$work/llvm.txt" || true)
echo "$llvm: $(wc -l <"$work/known.txt") given, $printed printed, $(grep -c warning "$work/llvm.err" || true) not accepted"
grep -A1 warning "$work/llvm.err" | head -"${SHOW:-20}" || true
[ "$printed" = "$(wc -l <"$work/known.txt")" ] || failed=1
exit $failed
