package dev.hugetext.verifier.rule;

import static dev.hugetext.bpf.proto.Errno.E2BIG;
import static dev.hugetext.bpf.proto.Errno.EACCES;
import static dev.hugetext.bpf.proto.Errno.EBADF;
import static dev.hugetext.bpf.proto.Errno.EFAULT;
import static dev.hugetext.bpf.proto.Errno.EINVAL;
import static dev.hugetext.bpf.proto.Errno.ENOMEM;
import static dev.hugetext.bpf.proto.Errno.ENOTSUPP;
import static dev.hugetext.bpf.proto.Errno.EPERM;

import dev.hugetext.bpf.proto.Errno;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A rule of the verifier: what it wants in one sentence, the error number of bpf(2), and the Linux
 * message (6.18) it answers a violation with; {@code %} stands for a varying part.
 */
public enum Rule {
  // @formatter:off
  // before the simulation
  ATTACH_TYPE          (EINVAL, "the program type goes with the attach type", ""),
  SLEEPABLE            (EINVAL, "programs for user space may sleep, most others may not", "% programs can % be sleepable"),
  PROGRAM_SIZE         (E2BIG,  "the program has 1 to 1,000,000 instructions", ""),
  CALL_TARGET          (EINVAL, "a call leads to an instruction of the program", "call to invalid destination"),
  FUNCTION_COUNT       (E2BIG,  "the program has at most 256 functions", "too many subprograms"),
  PRIVILEGED_CALLS     (EPERM,  "functions are for programs with CAP_BPF", "loading/calling other bpf or kernel functions are allowed for CAP_BPF and CAP_SYS_ADMIN"),
  FUNCTION_END         (EINVAL, "a function ends in an exit or an unconditional jump", "last insn is not an exit or jmp"),
  JUMP_TARGET          (EINVAL, "a jump stays in its function", "jump out of range from insn % to %"),
  JUMP_INTO_LDIMM64    (EINVAL, "no jump leads to the second slot of a 64-bit constant", "jump into the middle of ldimm64 insn %"),
  REACHABLE            (EINVAL, "every instruction can be reached by the control flow", "unreachable insn %"),
  BACK_EDGE            (EINVAL, "an unprivileged program has no loops", "back-edge from insn % to %"),
  OPCODE               (EINVAL, "the opcode exists", "unknown opcode %"),
  LDIMM64_SHAPE        (EINVAL, "a 64-bit constant has a second slot with a constant only", "invalid bpf_ld_imm64 insn"),
  LDIMM64_KIND         (EINVAL, "the kind of 64-bit constant exists", "unrecognized bpf_ld_imm64 insn"),
  MAP_REFERENCE        (EBADF,  "a map reference names a map of the program", "fd % is not pointing to valid bpf_map"),
  MAP_PROGRAM          (EINVAL, "the program type may have such a map", "% progs cannot use % yet"),
  DIRECT_VALUE_TYPE    (ENOTSUPP, "direct value access is into a map of one value", "no direct value access support for this map type"),
  DIRECT_VALUE_OFFSET  (EINVAL, "a direct value offset lies inside the value", "invalid access to map value pointer, value_size=% off=%"),
  RESERVED_FIELDS      (EINVAL, "unused fields are zero", "% uses reserved fields"),
  UNSUPPORTED          (EINVAL, "the instruction is one that this verifier supports yet", ""),
  // registers
  REGISTER_NUMBER      (EINVAL, "the register exists", "R% is invalid"),
  REGISTER_INITIALISED (EACCES, "a register is written before it is read", "R% !read_ok"),
  FRAME_POINTER        (EACCES, "R10 is not written", "frame pointer is read only"),
  DIVISOR              (EINVAL, "a constant divisor is not zero", "div by zero"),
  SHIFT_AMOUNT         (EINVAL, "a constant shift is smaller than the width", "invalid shift %"),
  POINTER_OPERATION    (EACCES, "pointers are only added to, or subtracted from", "R% pointer arithmetic % prohibited"),
  POINTER_OPERATION_32 (EACCES, "pointer arithmetic is 64-bit", "R% 32-bit pointer arithmetic prohibited"),
  POINTER_NULL_CHECKED (EACCES, "a pointer is checked for null before arithmetic", "R% pointer arithmetic on % prohibited, null-check it first"),
  TWO_POINTERS         (EACCES, "two pointers are only subtracted", "R% pointer % pointer prohibited"),
  SCALAR_MINUS_POINTER (EACCES, "no pointer is subtracted from a number", "R% tried to subtract pointer from scalar"),
  STACK_SUBTRACTION    (EACCES, "a variable is not subtracted from a stack pointer", "R% subtraction from stack pointer prohibited"),
  POINTER_OFFSET       (EINVAL, "a pointer stays within 2^29 bytes of its object", "math between % pointer and % is not allowed"),
  POINTER_COMPARISON   (EACCES, "an unprivileged program does not compare pointers", "R% pointer comparison prohibited"),
  POINTER_LEAK         (EACCES, "an unprivileged program does not give away addresses", "R% leaks addr %"),
  POINTER_COPY         (EACCES, "an unprivileged program copies whole pointers", "R% partial copy of pointer"),
  // memory
  MEMORY_TYPE          (EACCES, "memory is accessed through a pointer that allows it", "R% invalid mem access '%'"),
  ALIGNMENT            (EACCES, "the access is aligned to its size", "misaligned % access off % size %"),
  NEGATIVE_OFFSET      (EACCES, "a variable offset is not negative", "R% min value is negative, either use unsigned index or do a if (index >=0) check."),
  UNBOUNDED_OFFSET     (EACCES, "a variable offset has an upper bound", "R% unbounded memory access, make sure to bounds check any such access"),
  MEMORY_BOUNDS        (EACCES, "the access lies inside the object", "R% % value is outside of the allowed memory range"),
  PACKET_BOUNDS        (EACCES, "the access lies in the checked part of the packet", "R% offset is outside of the packet"),
  PACKET_WRITE         (EACCES, "the program type may write packets", "cannot write into packet"),
  CONTEXT_FIELD        (EACCES, "the context field exists and allows the access", "invalid bpf_context access off=% size=%"),
  CONTEXT_POINTER      (EACCES, "the context pointer is not modified", "dereference of modified ctx ptr R% off=% disallowed"),
  MAP_WRITE            (EACCES, "the map is writable by programs", "write into map forbidden, value_size=% off=% size=%"),
  MAP_READ             (EACCES, "the map is readable by programs", "read from map forbidden, value_size=% off=% size=%"),
  MAP_KEY_WRITE        (EACCES, "keys given to a callback are not written", "write to change key R% not allowed"),
  VALUE_FIELD_ACCESS   (EACCES, "what the kernel manages in a value is not accessed directly", "% cannot be accessed directly by load/store"),
  SOCKET_FIELD         (EACCES, "the socket's field exists and allows the access", "R% invalid sock access off=% size=%"),
  SOCKET_WRITE         (EACCES, "sockets are only read", "R% cannot write into sock"),
  FLOW_KEYS_BOUNDS     (EACCES, "the access lies in the flow keys", "invalid access to flow keys off=% size=%"),
  TRACEPOINT_BUFFER    (EACCES, "a tracepoint's buffer is accessed at constant offsets", "R% invalid tracepoint buffer access: off=%, size=%"),
  SAME_POINTER_TYPE    (EINVAL, "an instruction accesses one kind of memory on all paths", "same insn cannot be used with different pointers"),
  STACK_BOUNDS         (EACCES, "a stack access lies in the frame's 512 bytes", "invalid % stack R% off=% size=%"),
  STACK_UNBOUNDED      (EACCES, "a variable stack offset is bounded", "invalid unbounded variable-offset % stack R%"),
  STACK_INITIALISED    (EACCES, "stack bytes are written before they are read", "invalid read from stack R% off % size %"),
  STACK_VARIABLE       (EACCES, "an unprivileged program uses constant stack offsets", "R% variable stack access prohibited for !root"),
  REGISTER_FILL        (EACCES, "a spilled pointer is read whole", "invalid size of register fill"),
  REGISTER_SPILL       (EACCES, "a pointer is stored whole", "invalid size of register spill"),
  SPILLED_POINTER      (EACCES, "an unprivileged program does not overwrite part of a spilled pointer", "attempt to corrupt spilled pointer on stack"),
  CALLER_STACK_SPILL   (EINVAL, "no stack pointer is stored in a caller's frame", "cannot spill pointers to stack into stack frame of the caller"),
  ATOMIC_OPERATION     (EINVAL, "the atomic operation exists", "BPF_ATOMIC uses invalid atomic opcode %"),
  ATOMIC_SIZE          (EINVAL, "an atomic operand has 4 or 8 bytes", "invalid atomic operand size"),
  ATOMIC_TARGET        (EACCES, "atomic operations act on the stack or map values", "BPF_ATOMIC stores into R% % is not allowed"),
  PACKET_LOAD_TYPE     (EINVAL, "legacy packet loads are for socket filters and traffic control", "BPF_LD_[ABS|IND] instructions not allowed for this program type"),
  PACKET_LOAD_CONTEXT  (EINVAL, "at a legacy packet load, R6 holds the context", "at the time of BPF_LD_ABS|IND R6 != pointer to skb"),
  // calls
  HELPER_EXISTS        (EINVAL, "the helper exists", "invalid func %#%"),
  HELPER_AVAILABLE     (EINVAL, "the program type may call the helper", "program of this type cannot use helper %#%"),
  HELPER_GPL           (EINVAL, "the licence allows the helper", "cannot call GPL-restricted function from non-GPL compatible program"),
  ARGUMENT_TYPE        (EACCES, "an argument has the type that the helper wants", "R% type=% expected=%"),
  ARGUMENT_PACKET      (EACCES, "the helper may be given packet memory", "helper access to the packet is not allowed"),
  MAP_HELPER           (EINVAL, "the helper goes with the map's type", "cannot pass map_type % into func %#%"),
  TAIL_CALL_MAP        (EINVAL, "a tail call goes to a program of a program array", "expected prog array map for tail call"),
  FUNCTION_RETURN_TYPE (EINVAL, "a function that ends by a tail call or a packet load returns a number, and BTF says so", "% is not allowed in subprogs without BTF"),
  VALUE_FIELD          (EINVAL, "the pointer leads to a lock or timer in a value of a map with BTF", "map '%' has no valid %"),
  LOCK_PAIRS           (EINVAL, "at most one lock is held, and released where it was taken", "bpf_spin_unlock without taking a lock"),
  LOCK_HELD            (EINVAL, "while a lock is held, nothing is called and nothing ends", "function calls are not allowed while holding a lock"),
  RELEASED_REFERENCE   (EINVAL, "what is given back was acquired", "R% must be referenced when passed to release function"),
  RELEASED_OFFSET      (EINVAL, "what is given back is not moved", "R% must have zero offset when passed to release func or trusted arg to kfunc"),
  REFERENCE_LEAK       (EINVAL, "all references are given back before the program ends", "Unreleased reference id=% alloc_insn=%"),
  CONSTANT_STRING      (EACCES, "a string argument is constant and ends in zero", "R% does not point to a readonly map'"),
  SIZE_CONSTANT        (EACCES, "the size of memory to be reserved is a constant", "R% is not a known constant'"),
  SIZE_NEGATIVE        (EACCES, "a size is not negative", "R% min value is negative, either use unsigned or 'var &= const'"),
  SIZE_ZERO            (EACCES, "a size is not zero", "R% invalid zero-sized read: u64=[%,%]"),
  SIZE_UNBOUNDED       (EACCES, "a size has an upper bound", "R% unbounded memory access, use 'var &= const' or 'if (var < const)'"),
  TIMER_MAP            (EINVAL, "a timer is used with the map that it is in", "timer pointer in R% map_uid=% doesn't match map pointer in R% map_uid=%"),
  CALLBACK_TYPE        (EINVAL, "a callback is a static function with BTF", "missing btf func_info"),
  CALLBACK_RESULT      (EACCES, "a callback returns a number", "R0 not a scalar value"),
  FUNCTION_PROTOTYPE   (EINVAL, "a global function's prototype is one that it can be judged by", "Global function % doesn't return scalar. Only those are supported."),
  FUNCTION_ARGUMENT    (EINVAL, "what a global function is given fits its prototype", "Caller passes invalid args into func#% ('%')"),
  CALL_DEPTH           (E2BIG,  "at most 8 frames are active", "the call stack of % frames is too deep"),
  STACK_COMBINED       (EACCES, "all frames of a call chain together use at most 512 bytes", "combined stack size of % calls is %. Too large"),
  STACK_ABOVE_TAIL_CALL(EACCES, "callers of a function with tail calls use less than 256 bytes of stack", "tail_calls are not allowed when call stack of previous frames is % bytes. Too large"),
  EXIT_VALUE           (EINVAL, "a program returns what its type allows", "At program exit the register R0 has % should have been in [%, %]"),
  HELPER_SLEEPS        (EINVAL, "helpers that may sleep are for programs that may", "helper call might sleep in a non-sleepable prog"),
  RETURN_VALUE         (EINVAL, "a function does not return a stack pointer", "cannot return stack pointer to the caller"),
  PATCH_RANGE          (ENOMEM, "jumps still fit 16 bits after the rewriting", "insn % cannot be patched due to 16-bit range"),
  // paths
  INFINITE_LOOP        (EINVAL, "a loop makes progress", "infinite loop detected at insn %"),
  COMPLEXITY           (E2BIG,  "at most 1,000,000 instructions are processed", "BPF program is too large. Processed % insn"),
  JUMP_SEQUENCE        (EFAULT, "at most 8192 branches are pending", "The sequence of % jumps is too complex.");
  // @formatter:on

  private final Errno errno;
  private final String wanted;
  private final String linuxMessage;

  Rule(Errno errno, String wanted, String linuxMessage) {
    this.errno = errno;
    this.wanted = wanted;
    this.linuxMessage = linuxMessage;
  }

  /** Stable name for files and reports, e.g. {@code register-initialised}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The rule in one sentence. */
  public String wanted() {
    return wanted;
  }

  /** The usual error number of a violation. */
  public Errno errno() {
    return errno;
  }

  /** The Linux message; empty where Linux says nothing or has no such rule. */
  public String linuxMessage() {
    return linuxMessage;
  }

  /** The rule with this id; empty if there is none. */
  public static Optional<Rule> ofId(String id) {
    return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
  }
}
