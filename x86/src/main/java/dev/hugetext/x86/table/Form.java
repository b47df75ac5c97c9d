package dev.hugetext.x86.table;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One row per encoding form, in the notation of the Intel SDM, volume 2 (see {@link
 * EncodingParser}). The only place where opcodes are written.
 *
 * <p>The operand size is an argument of an instruction, not a row: the widths column says which of
 * them are legal. A row's name is its mnemonic and its operands: RM register or memory, R register,
 * A accumulator, I8 sign-extended byte, IZ immediate of the operand size (at most 32 bits), IV of
 * the whole operand size.
 *
 * <p>Flag columns: flags that take a defined value; flags that are undefined afterwards; flags that
 * are read. Shifts and rotates by a count leave all flags where the masked count is 0, and define
 * OF where it is 1; CF of SHL and SHR is undefined where the count is the operand's bits or more.
 */
public enum Form {
  // @formatter:off
  //                    SDM opcode                    SDM operands     widths  effect        written   undefined  read
  ADD_RM_R            ("LOCK? REX.W? 00+w /r",        "r/m, r",        "BWDQ", Effect.ADD,     "oszapc", "",       ""),
  ADD_R_RM            ("REX.W? 02+w /r",              "r, r/m",        "BWDQ", Effect.ADD,     "oszapc", "",       ""),
  ADD_A_IZ            ("REX.W? 04+w iz",              "A, imm",        "BWDQ", Effect.ADD,     "oszapc", "",       ""),
  ADD_RM_IZ           ("LOCK? REX.W? 80+w /0 iz",     "r/m, imm",      "BWDQ", Effect.ADD,     "oszapc", "",       ""),
  ADD_RM_I8           ("LOCK? REX.W? 83 /0 ib",       "r/m, imm8",     "WDQ",  Effect.ADD,     "oszapc", "",       ""),
  OR_RM_R             ("LOCK? REX.W? 08+w /r",        "r/m, r",        "BWDQ", Effect.OR,      "oszpc",  "a",      ""),
  OR_R_RM             ("REX.W? 0A+w /r",              "r, r/m",        "BWDQ", Effect.OR,      "oszpc",  "a",      ""),
  OR_A_IZ             ("REX.W? 0C+w iz",              "A, imm",        "BWDQ", Effect.OR,      "oszpc",  "a",      ""),
  OR_RM_IZ            ("LOCK? REX.W? 80+w /1 iz",     "r/m, imm",      "BWDQ", Effect.OR,      "oszpc",  "a",      ""),
  OR_RM_I8            ("LOCK? REX.W? 83 /1 ib",       "r/m, imm8",     "WDQ",  Effect.OR,      "oszpc",  "a",      ""),
  ADC_RM_R            ("LOCK? REX.W? 10+w /r",        "r/m, r",        "BWDQ", Effect.ADC,     "oszapc", "",      "c"),
  ADC_R_RM            ("REX.W? 12+w /r",              "r, r/m",        "BWDQ", Effect.ADC,     "oszapc", "",      "c"),
  ADC_A_IZ            ("REX.W? 14+w iz",              "A, imm",        "BWDQ", Effect.ADC,     "oszapc", "",      "c"),
  ADC_RM_IZ           ("LOCK? REX.W? 80+w /2 iz",     "r/m, imm",      "BWDQ", Effect.ADC,     "oszapc", "",      "c"),
  ADC_RM_I8           ("LOCK? REX.W? 83 /2 ib",       "r/m, imm8",     "WDQ",  Effect.ADC,     "oszapc", "",      "c"),
  SBB_RM_R            ("LOCK? REX.W? 18+w /r",        "r/m, r",        "BWDQ", Effect.SBB,     "oszapc", "",      "c"),
  SBB_R_RM            ("REX.W? 1A+w /r",              "r, r/m",        "BWDQ", Effect.SBB,     "oszapc", "",      "c"),
  SBB_A_IZ            ("REX.W? 1C+w iz",              "A, imm",        "BWDQ", Effect.SBB,     "oszapc", "",      "c"),
  SBB_RM_IZ           ("LOCK? REX.W? 80+w /3 iz",     "r/m, imm",      "BWDQ", Effect.SBB,     "oszapc", "",      "c"),
  SBB_RM_I8           ("LOCK? REX.W? 83 /3 ib",       "r/m, imm8",     "WDQ",  Effect.SBB,     "oszapc", "",      "c"),
  AND_RM_R            ("LOCK? REX.W? 20+w /r",        "r/m, r",        "BWDQ", Effect.AND,     "oszpc",  "a",      ""),
  AND_R_RM            ("REX.W? 22+w /r",              "r, r/m",        "BWDQ", Effect.AND,     "oszpc",  "a",      ""),
  AND_A_IZ            ("REX.W? 24+w iz",              "A, imm",        "BWDQ", Effect.AND,     "oszpc",  "a",      ""),
  AND_RM_IZ           ("LOCK? REX.W? 80+w /4 iz",     "r/m, imm",      "BWDQ", Effect.AND,     "oszpc",  "a",      ""),
  AND_RM_I8           ("LOCK? REX.W? 83 /4 ib",       "r/m, imm8",     "WDQ",  Effect.AND,     "oszpc",  "a",      ""),
  SUB_RM_R            ("LOCK? REX.W? 28+w /r",        "r/m, r",        "BWDQ", Effect.SUB,     "oszapc", "",       ""),
  SUB_R_RM            ("REX.W? 2A+w /r",              "r, r/m",        "BWDQ", Effect.SUB,     "oszapc", "",       ""),
  SUB_A_IZ            ("REX.W? 2C+w iz",              "A, imm",        "BWDQ", Effect.SUB,     "oszapc", "",       ""),
  SUB_RM_IZ           ("LOCK? REX.W? 80+w /5 iz",     "r/m, imm",      "BWDQ", Effect.SUB,     "oszapc", "",       ""),
  SUB_RM_I8           ("LOCK? REX.W? 83 /5 ib",       "r/m, imm8",     "WDQ",  Effect.SUB,     "oszapc", "",       ""),
  XOR_RM_R            ("LOCK? REX.W? 30+w /r",        "r/m, r",        "BWDQ", Effect.XOR,     "oszpc",  "a",      ""),
  XOR_R_RM            ("REX.W? 32+w /r",              "r, r/m",        "BWDQ", Effect.XOR,     "oszpc",  "a",      ""),
  XOR_A_IZ            ("REX.W? 34+w iz",              "A, imm",        "BWDQ", Effect.XOR,     "oszpc",  "a",      ""),
  XOR_RM_IZ           ("LOCK? REX.W? 80+w /6 iz",     "r/m, imm",      "BWDQ", Effect.XOR,     "oszpc",  "a",      ""),
  XOR_RM_I8           ("LOCK? REX.W? 83 /6 ib",       "r/m, imm8",     "WDQ",  Effect.XOR,     "oszpc",  "a",      ""),
  CMP_RM_R            ("REX.W? 38+w /r",              "r/m, r",        "BWDQ", Effect.COMPARE, "oszapc", "",       ""),
  CMP_R_RM            ("REX.W? 3A+w /r",              "r, r/m",        "BWDQ", Effect.COMPARE, "oszapc", "",       ""),
  CMP_A_IZ            ("REX.W? 3C+w iz",              "A, imm",        "BWDQ", Effect.COMPARE, "oszapc", "",       ""),
  CMP_RM_IZ           ("REX.W? 80+w /7 iz",           "r/m, imm",      "BWDQ", Effect.COMPARE, "oszapc", "",       ""),
  CMP_RM_I8           ("REX.W? 83 /7 ib",             "r/m, imm8",     "WDQ",  Effect.COMPARE, "oszapc", "",       ""),
  TEST_RM_R           ("REX.W? 84+w /r",              "r/m, r",        "BWDQ", Effect.TEST,    "oszpc",  "a",      ""),
  TEST_A_IZ           ("REX.W? A8+w iz",              "A, imm",        "BWDQ", Effect.TEST,    "oszpc",  "a",      ""),
  TEST_RM_IZ          ("REX.W? F6+w /0 iz",           "r/m, imm",      "BWDQ", Effect.TEST,    "oszpc",  "a",      ""),

  MOV_RM_R            ("REX.W? 88+w /r",              "r/m, r",        "BWDQ", Effect.MOVE,    "",       "",       ""),
  MOV_R_RM            ("REX.W? 8A+w /r",              "r, r/m",        "BWDQ", Effect.MOVE,    "",       "",       ""),
  MOV_RM_IZ           ("REX.W? C6+w /0 iz",           "r/m, imm",      "BWDQ", Effect.MOVE,    "",       "",       ""),
  MOV_R_IV            ("REX.W? B8+r iv",              "+r, imm",       "WDQ",  Effect.MOVE,    "",       "",       ""),
  MOVZX_R_RM8         ("REX.W? 0F B6 /r",             "r, r/m8",       "WDQ",  Effect.ZERO_EXTEND, "",   "",       ""),
  MOVZX_R_RM16        ("REX.W? 0F B7 /r",             "r, r/m16",      "DQ",   Effect.ZERO_EXTEND, "",   "",       ""),
  MOVSX_R_RM8         ("REX.W? 0F BE /r",             "r, r/m8",       "WDQ",  Effect.SIGN_EXTEND, "",   "",       ""),
  MOVSX_R_RM16        ("REX.W? 0F BF /r",             "r, r/m16",      "DQ",   Effect.SIGN_EXTEND, "",   "",       ""),
  MOVSXD_R_RM32       ("REX.W 63 /r",                 "r, r/m32",      "Q",    Effect.SIGN_EXTEND, "",   "",       ""),
  LEA_R_M             ("REX.W? 8D /r",                "r, m",          "WDQ",  Effect.LOAD_ADDRESS, "",  "",       ""),
  CMOVCC_R_RM         ("REX.W? 0F 40+cc /r",          "r, r/m",        "WDQ",  Effect.CMOV,    "",       "",       "oszpc"),
  SETCC_RM            ("0F 90+cc /0",                 "r/m8",          "Q",    Effect.SET,     "",       "",      "oszpc"),
  BSWAP_R             ("REX.W? 0F C8+r",              "+r",            "DQ",   Effect.BSWAP,   "",       "",       ""),

  INC_RM              ("LOCK? REX.W? FE+w /0",        "r/m",           "BWDQ", Effect.INC,     "oszap",  "",      ""),
  DEC_RM              ("LOCK? REX.W? FE+w /1",        "r/m",           "BWDQ", Effect.DEC,     "oszap",  "",      ""),
  NOT_RM              ("LOCK? REX.W? F6+w /2",        "r/m",           "BWDQ", Effect.NOT,     "",       "",       ""),
  NEG_RM              ("LOCK? REX.W? F6+w /3",        "r/m",           "BWDQ", Effect.NEG,     "oszapc", "",       ""),
  MUL_RM              ("REX.W? F6+w /4",              "r/m",           "BWDQ", Effect.MUL_WIDE, "oc",    "szap",   ""),
  IMUL_RM             ("REX.W? F6+w /5",              "r/m",           "BWDQ", Effect.IMUL_WIDE, "oc",   "szap",   ""),
  DIV_RM              ("REX.W? F6+w /6",              "r/m",           "BWDQ", Effect.DIV,     "",       "oszapc", ""),
  IDIV_RM             ("REX.W? F6+w /7",              "r/m",           "BWDQ", Effect.IDIV,    "",       "oszapc", ""),
  IMUL_R_RM           ("REX.W? 0F AF /r",             "r, r/m",        "WDQ",  Effect.IMUL,    "oc",     "szap",   ""),
  IMUL_R_RM_I8        ("REX.W? 6B /r ib",             "r, r/m, imm8",  "WDQ",  Effect.IMUL,    "oc",     "szap",   ""),
  IMUL_R_RM_IZ        ("REX.W? 69 /r iz",             "r, r/m, imm",   "WDQ",  Effect.IMUL,    "oc",     "szap",   ""),
  CBW                 ("REX.W? 98",                   "",              "WDQ",  Effect.SIGN_INTO_AX, "",       "",      ""),
  CWD                 ("REX.W? 99",                   "",              "WDQ",  Effect.SIGN_INTO_DX, "",  "",       ""),

  ROL_RM_1            ("REX.W? D0+w /0",              "r/m, 1",        "BWDQ", Effect.ROL,     "oc",     "",       ""),
  ROL_RM_CL           ("REX.W? D2+w /0",              "r/m, CL",       "BWDQ", Effect.ROL,     "c",      "o",      ""),
  ROL_RM_I8           ("REX.W? C0+w /0 ib",           "r/m, uimm8",    "BWDQ", Effect.ROL,     "c",      "o",      ""),
  ROR_RM_1            ("REX.W? D0+w /1",              "r/m, 1",        "BWDQ", Effect.ROR,     "oc",     "",       ""),
  ROR_RM_CL           ("REX.W? D2+w /1",              "r/m, CL",       "BWDQ", Effect.ROR,     "c",      "o",      ""),
  ROR_RM_I8           ("REX.W? C0+w /1 ib",           "r/m, uimm8",    "BWDQ", Effect.ROR,     "c",      "o",      ""),
  SHL_RM_1            ("REX.W? D0+w /4",              "r/m, 1",        "BWDQ", Effect.SHL,     "oszpc",  "a",      ""),
  SHL_RM_CL           ("REX.W? D2+w /4",              "r/m, CL",       "BWDQ", Effect.SHL,     "szpc",   "oa",     ""),
  SHL_RM_I8           ("REX.W? C0+w /4 ib",           "r/m, uimm8",    "BWDQ", Effect.SHL,     "szpc",   "oa",     ""),
  SHR_RM_1            ("REX.W? D0+w /5",              "r/m, 1",        "BWDQ", Effect.SHR,     "oszpc",  "a",      ""),
  SHR_RM_CL           ("REX.W? D2+w /5",              "r/m, CL",       "BWDQ", Effect.SHR,     "szpc",   "oa",     ""),
  SHR_RM_I8           ("REX.W? C0+w /5 ib",           "r/m, uimm8",    "BWDQ", Effect.SHR,     "szpc",   "oa",     ""),
  SAR_RM_1            ("REX.W? D0+w /7",              "r/m, 1",        "BWDQ", Effect.SAR,     "oszpc",  "a",      ""),
  SAR_RM_CL           ("REX.W? D2+w /7",              "r/m, CL",       "BWDQ", Effect.SAR,     "szpc",   "oa",     ""),
  SAR_RM_I8           ("REX.W? C0+w /7 ib",           "r/m, uimm8",    "BWDQ", Effect.SAR,     "szpc",   "oa",     ""),
  SHLX_R_RM_R         ("VEX.LZ.66.0F38.W F7 /r",      "r, r/m, vr",    "DQ",   Effect.SHLX,    "",       "",       ""),
  SHRX_R_RM_R         ("VEX.LZ.F2.0F38.W F7 /r",      "r, r/m, vr",    "DQ",   Effect.SHRX,    "",       "",       ""),
  SARX_R_RM_R         ("VEX.LZ.F3.0F38.W F7 /r",      "r, r/m, vr",    "DQ",   Effect.SARX,    "",       "",       ""),

  BT_RM_R             ("REX.W? 0F A3 /r",             "r/m, r",        "WDQ",  Effect.BIT_TEST, "c",      "ospa",  ""),
  BT_RM_I8            ("REX.W? 0F BA /4 ib",          "r/m, uimm8",    "WDQ",  Effect.BIT_TEST, "c",      "ospa",  ""),
  BTS_RM_R            ("LOCK? REX.W? 0F AB /r",       "r/m, r",        "WDQ",  Effect.BIT_SET, "c",      "ospa",  ""),
  BTS_RM_I8           ("LOCK? REX.W? 0F BA /5 ib",    "r/m, uimm8",    "WDQ",  Effect.BIT_SET, "c",      "ospa",  ""),
  BTR_RM_R            ("LOCK? REX.W? 0F B3 /r",       "r/m, r",        "WDQ",  Effect.BIT_RESET, "c",      "ospa",  ""),
  BTR_RM_I8           ("LOCK? REX.W? 0F BA /6 ib",    "r/m, uimm8",    "WDQ",  Effect.BIT_RESET, "c",      "ospa",  ""),
  BTC_RM_R            ("LOCK? REX.W? 0F BB /r",       "r/m, r",        "WDQ",  Effect.BIT_COMPLEMENT, "c",      "ospa",  ""),
  BTC_RM_I8           ("LOCK? REX.W? 0F BA /7 ib",    "r/m, uimm8",    "WDQ",  Effect.BIT_COMPLEMENT, "c",      "ospa",  ""),

  XCHG_RM_R           ("LOCK? REX.W? 86+w /r",        "r/m, r",        "BWDQ", Effect.XCHG,    "",       "",       ""),
  XADD_RM_R           ("LOCK? REX.W? 0F C0+w /r",     "r/m, r",        "BWDQ", Effect.XADD,    "oszapc", "",       ""),
  CMPXCHG_RM_R        ("LOCK? REX.W? 0F B0+w /r",     "r/m, r",        "BWDQ", Effect.CMPXCHG, "oszapc", "",       ""),

  PUSH_R              ("50+r",                        "+r",            "Q",    Effect.PUSH,    "",       "",       ""),
  PUSH_RM             ("FF /6",                       "r/m",           "Q",    Effect.PUSH,    "",       "",      ""),
  PUSH_I8             ("6A ib",                       "imm8",          "Q",    Effect.PUSH,    "",       "",      ""),
  PUSH_IZ             ("68 iz",                       "imm",           "Q",    Effect.PUSH,    "",       "",      ""),
  POP_R               ("58+r",                        "+r",            "Q",    Effect.POP,     "",       "",       ""),
  POP_RM              ("8F /0",                       "r/m",           "Q",    Effect.POP,     "",       "",      ""),
  PUSHF               ("9C",                          "",              "Q",    Effect.PUSH_FLAGS, "",    "",       "oszapc"),
  POPF                ("9D",                          "",              "Q",    Effect.POP_FLAGS, "oszapc", "",     ""),
  LEAVE               ("C9",                          "",              "Q",    Effect.LEAVE,   "",       "",       ""),

  JMP_REL8            ("EB cb",                       "rel8",          "Q",    Effect.JUMP,    "",       "",       ""),
  JMP_REL32           ("E9 cd",                       "rel32",         "Q",    Effect.JUMP,    "",       "",       ""),
  JMP_RM              ("FF /4",                       "r/m",           "Q",    Effect.JUMP,    "",       "",       ""),
  JCC_REL8            ("70+cc cb",                    "rel8",          "Q",    Effect.BRANCH,  "",       "",       "oszpc"),
  JCC_REL32           ("0F 80+cc cd",                 "rel32",         "Q",    Effect.BRANCH,  "",       "",       "oszpc"),
  CALL_REL32          ("E8 cd",                       "rel32",         "Q",    Effect.CALL,    "",       "",       ""),
  CALL_RM             ("FF /2",                       "r/m",           "Q",    Effect.CALL,    "",       "",       ""),
  RET                 ("C3",                          "",              "Q",    Effect.RET,     "",       "",       ""),

  INT3                ("CC",                          "",              "Q",    Effect.BREAKPOINT, "",    "",       ""),
  UD2                 ("0F 0B",                       "",              "Q",    Effect.UNDEFINED, "",     "",       ""),
  UD1_R_RM            ("REX.W? 0F B9 /r",             "r, r/m",        "DQ",   Effect.UNDEFINED, "",     "",       ""),
  LFENCE              ("0F AE E8",                    "",              "Q",    Effect.FENCE,   "",       "",       ""),
  SFENCE              ("0F AE F8",                    "",              "Q",    Effect.FENCE,   "",       "",      ""),
  MFENCE              ("0F AE F0",                    "",              "Q",    Effect.MEMORY_FENCE, "",       "",      ""),
  PAUSE               ("F3 90",                       "",              "Q",    Effect.NOP,     "",       "",      ""),
  PREFETCHNTA         ("0F 18 /0",                    "m8",            "Q",    Effect.NOP,     "",       "",      ""),
  PREFETCHT0          ("0F 18 /1",                    "m8",            "Q",    Effect.NOP,     "",       "",      ""),
  PREFETCHT1          ("0F 18 /2",                    "m8",            "Q",    Effect.NOP,     "",       "",      ""),
  PREFETCHT2          ("0F 18 /3",                    "m8",            "Q",    Effect.NOP,     "",       "",      ""),
  PREFETCHW           ("0F 0D /1",                    "m8",            "Q",    Effect.NOP,     "",       "",      ""),
  ENDBR64             ("F3 0F 1E FA",                 "",              "Q",    Effect.NOP,     "",       "",       ""),
  IBHF                ("F3 REX.W 0F 1E F8",           "",              "Q",    Effect.NOP,     "",       "",       ""),
  NOP                 ("REX.W? 90",                   "",              "WD",   Effect.NOP,     "",       "",       ""),
  NOP_RM              ("REX.W? 0F 1F /0",             "r/m",           "WDQ",  Effect.NOP,     "",       "",       "");
  // @formatter:on

  private final List<OperandKind> operands;
  private final Encoding encoding; // parsed here, once: a typo stops the class from loading
  private final Set<Width> widths;
  private final int widthBits; // the same, by ordinal: asked for every decoded instruction
  private final Effect effect;
  private final RflagsSet written;
  private final RflagsSet undefined;
  private final RflagsSet read;

  Form(
      String encoding,
      String operands,
      String widths,
      Effect effect,
      String written,
      String undefined,
      String read) {
    this.operands = OperandKind.parse(operands);
    this.encoding = Encoding.parse(encoding, this.operands);
    this.widths = widths(widths);
    this.widthBits = this.widths.stream().mapToInt(width -> 1 << width.ordinal()).sum();
    this.effect = effect;
    this.written = RflagsSet.parse(written);
    this.undefined = RflagsSet.parse(undefined);
    this.read = RflagsSet.parse(read);
  }

  private static Set<Width> widths(String letters) {
    Set<Width> set = EnumSet.noneOf(Width.class);
    for (String letter : letters.split("", -1)) {
      if (!letter.isEmpty()) {
        set.add(Width.valueOf(letter));
      }
    }
    return Collections.unmodifiableSet(set);
  }

  /** How it is written in bytes. */
  public Encoding encoding() {
    return encoding;
  }

  /** Its operands in Intel order (destination first); fixed ones (A, CL, 1) are among them. */
  public List<OperandKind> operands() {
    return operands;
  }

  /** The legal operand sizes. Forms without one, such as jumps and {@code ret}, have Q. */
  public Set<Width> widths() {
    return widths;
  }

  /** Whether {@code width} is a legal operand size. */
  public boolean allows(Width width) {
    return (widthBits >> width.ordinal() & 1) != 0;
  }

  /** What it does. */
  public Effect effect() {
    return effect;
  }

  /** The flags that have a defined value afterwards. */
  public RflagsSet written() {
    return written;
  }

  /** The flags that may have any value afterwards. */
  public RflagsSet undefined() {
    return undefined;
  }

  /** The flags that it may depend on; which ones, a condition says more exactly. */
  public RflagsSet read() {
    return read;
  }

  /** Whether it needs a condition (cc in the opcode). */
  public boolean hasCondition() {
    return encoding.lowBits() == Encoding.LowBits.CONDITION;
  }

  /**
   * Intel's mnemonic in lower case, the condition as {@code cc}: the row's name up to its {@code
   * _}.
   */
  public String mnemonic() {
    int end = name().indexOf('_');
    return (end < 0 ? name() : name().substring(0, end)).toLowerCase(Locale.ROOT);
  }
}
