package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.isa.LineInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.btf.BtfExt;
import dev.hugetext.loader.btf.CoreRecord;
import dev.hugetext.loader.btf.LineRecord;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an object's BTF says about its sections and instructions. */
final class ObjectTypes {
}
