package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.BtfType;
import java.util.Map;

/**
 * A variable of operations as the object has it.
 *
 * @param type its struct
 * @param fileOffset where it lies in the file
 * @param value its bytes, zeros where functions stand
 * @param functions that stand in it, by the index of their member
 * @param section that it is in
 */
record StructOpsVariable(
    String name,
    BtfType.Struct type,
    long fileOffset,
    byte[] value,
    Map<Integer, CodeFunction> functions,
    StructOpsSection section) {}
