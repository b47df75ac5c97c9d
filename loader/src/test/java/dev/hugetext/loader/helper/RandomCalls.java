package dev.hugetext.loader.helper;

import static dev.hugetext.loader.helper.CallProgram.context;
import static dev.hugetext.loader.helper.CallProgram.map;
import static dev.hugetext.loader.helper.CallProgram.memory;
import static dev.hugetext.loader.helper.CallProgram.number;
import static dev.hugetext.loader.helper.CallProgram.text;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.helper.CallProgram.Call;
import dev.hugetext.loader.helper.CallProgram.Named;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Calls with arguments of which each is now right, now at a border, now absurd. */
final class RandomCalls {
  private static final int[] OFFSETS = {
    0,
    1,
    2,
    6,
    12,
    14,
    15,
    16,
    18,
    22,
    24,
    26,
    34,
    36,
    38,
    40,
    50,
    53,
    54,
    56,
    60,
    62,
    63,
    64,
    65,
    100,
    3500,
    65534,
    65535,
    65536,
    0x7fff_ffff,
    -1,
    -2
  };
  private static final int[] LENGTHS = {1, 2, 4, 6, 8, 14, 20, 28, 40, 44, 50, 64, 100};

  /** The start of what the memory may hold, and others. */
  private static final String[] TEXTS = {"  12", "-0x7fg", "0777", "", "-"};

  private static final int[] DIFFERENCES = {
    0, 1, 2, 4, 8, 14, 20, 22, 28, 36, 40, 64, 200, 230, 256, 1000, 3000, 4095, 4096, 5000
  };

  /** Whose maps a program that may sleep cannot have. */
  private static final Set<HelperTable> NOT_SLEEPABLE =
      EnumSet.of(
          HelperTable.PERF_EVENT_OUTPUT,
          HelperTable.GET_STACKID,
          HelperTable.CURRENT_TASK_UNDER_CGROUP);

  private final SplittableRandom random;
  private final Map<HelperTable, Supplier<Call>> makers = new EnumMap<>(HelperTable.class);

  RandomCalls(SplittableRandom random) {
    this.random = random;
    bytes();
    checksums();
    room();
    fields();
    routes();
    xdp();
    others();
    events();
    maps();
    texts();
    stacks();
  }

  /** Helpers that a program of this type may call and that give the same in every kernel. */
  List<HelperTable> of(ProgramType type) {
    boolean isSleepable = type == ProgramType.SYSCALL;
    return makers.keySet().stream()
        .filter(helper -> helper.availableTo(type))
        // the one of these that syscall programs may call wants a kernel's own structure there
        .filter(helper -> type == ProgramType.XDP || !helper.name().startsWith("XDP_"))
        .filter(helper -> !(isSleepable ? NOT_SLEEPABLE.contains(helper) : helper.maySleep()))
        .toList();
  }

  Call call(HelperTable helper) {
    Supplier<Call> maker = makers.get(helper);
    if (maker == null) {
      throw new IllegalArgumentException("no calls of " + helper);
    }
    return maker.get();
  }

  private void add(HelperTable helper, Supplier<CallProgram.Argument[]> arguments) {
    makers.put(helper, () -> Call.of(helper, arguments.get()));
  }

  private static CallProgram.Argument[] list(CallProgram.Argument... arguments) {
    return arguments;
  }

  private CallProgram.Argument one(int... values) {
    return number(values[random.nextInt(values.length)]);
  }

  private CallProgram.Argument offset() {
    return random.nextInt(4) == 0 ? one(OFFSETS) : number(random.nextInt(70));
  }

  private CallProgram.Argument length() {
    return one(LENGTHS);
  }

  private CallProgram.Argument place() {
    return memory(4 * random.nextInt(32));
  }

  /** Mostly 0 or one of {@code known}, now and then something unknown. */
  private CallProgram.Argument flags(int... known) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> number(0);
      case 2 -> number(1L << random.nextInt(64));
      default -> one(known);
    };
  }

  private CallProgram.Argument difference() {
    int value = DIFFERENCES[random.nextInt(DIFFERENCES.length)];
    return number(random.nextBoolean() ? value : -value);
  }

  private CallProgram.Argument word() {
    return number(random.nextInt(5) == 0 ? 0 : random.nextLong());
  }

  private void bytes() {
    add(HelperTable.SKB_LOAD_BYTES, () -> list(context(), offset(), place(), length()));
    add(
        HelperTable.SKB_LOAD_BYTES_RELATIVE,
        () -> list(context(), offset(), place(), length(), one(0, 1, 2)));
    add(
        HelperTable.SKB_STORE_BYTES,
        () -> list(context(), offset(), place(), length(), flags(1, 2, 3)));
    add(HelperTable.SKB_PULL_DATA, () -> list(context(), offset()));
    add(HelperTable.XDP_LOAD_BYTES, () -> list(context(), offset(), place(), length()));
    add(HelperTable.XDP_STORE_BYTES, () -> list(context(), offset(), place(), length()));
  }

  private void checksums() {
    add(HelperTable.CSUM_DIFF, () -> list(place(), length(), place(), length(), word()));
    add(
        HelperTable.L3_CSUM_REPLACE,
        () -> list(context(), offset(), word(), word(), flags(0, 2, 4, 4, 2, 3)));
    add(
        HelperTable.L4_CSUM_REPLACE,
        () ->
            list(
                context(),
                offset(),
                word(),
                word(),
                flags(2, 4, 0x10, 0x12, 0x14, 0x22, 0x24, 0x34, 0x64, 0x20, 0x90, 0x94, 5)));
    add(HelperTable.CSUM_UPDATE, () -> list(context(), word()));
  }

  private void room() {
    add(HelperTable.SKB_CHANGE_TAIL, () -> list(context(), difference(), flags(0)));
    add(HelperTable.SKB_CHANGE_HEAD, () -> list(context(), difference(), flags(0)));
    add(HelperTable.SKB_CHANGE_PROTO, () -> list(context(), one(0x0008, 0xdd86, 0x0608), flags(0)));
    add(
        HelperTable.SKB_ADJUST_ROOM,
        () ->
            list(
                context(),
                difference(),
                one(0, 1, 0, 1, 2),
                flags(0, 1, 2, 4, 0xa, 0xc, 0x12, 0x14, 0x80, 0x100, 0x20, 0x180, 6, 0x42)));
    add(HelperTable.SKB_VLAN_PUSH, () -> list(context(), one(0x0081, 0xa888, 0), word()));
    add(HelperTable.SKB_VLAN_POP, () -> list(context()));
  }

  private void fields() {
    add(HelperTable.SKB_CHANGE_TYPE, () -> list(context(), one(0, 1, 2, 3, 4, 5, -1)));
    add(HelperTable.SET_HASH, () -> list(context(), word()));
    add(HelperTable.SET_HASH_INVALID, () -> list(context()));
    add(HelperTable.SKB_SET_TSTAMP, () -> list(context(), word(), one(0, 1, 2, 3, 4)));
    add(
        HelperTable.SKB_SET_TUNNEL_KEY,
        () -> list(context(), memory(0), one(44, 44, 28, 24, 22, 8, 40, 64), flags(1, 2, 16)));
    add(
        HelperTable.SKB_GET_TUNNEL_KEY,
        () -> list(context(), memory(128), one(44, 28, 24, 22, 8, 40), flags(1, 16)));
  }

  private void routes() {
    add(HelperTable.REDIRECT, () -> list(one(0, 1, 2, 77), flags(0, 1)));
    add(HelperTable.REDIRECT_PEER, () -> list(one(0, 1, 2, 77), flags(0)));
    add(
        HelperTable.REDIRECT_NEIGH,
        () -> list(one(0, 1, 2, 77), memory(0), one(0, 4, 19, 20, 24), flags(0)));
    add(HelperTable.CLONE_REDIRECT, () -> list(context(), one(0, 77, -1), flags(1)));
    add(
        HelperTable.FIB_LOOKUP,
        () -> list(context(), memory(0), one(63, 64, 64, 65), flags(1, 2, 3, 4, 8, 16, 32)));
  }

  private CallProgram.Argument mtu() {
    return random.nextBoolean() ? memory(CallProgram.ZEROS) : place();
  }

  private void xdp() {
    add(HelperTable.CHECK_MTU, () -> list(context(), one(0, 1, 77), mtu(), difference(), flags(1)));
    add(HelperTable.XDP_ADJUST_HEAD, () -> list(context(), difference()));
    add(HelperTable.XDP_ADJUST_META, () -> list(context(), difference()));
    add(HelperTable.XDP_ADJUST_TAIL, () -> list(context(), difference()));
    add(HelperTable.XDP_GET_BUFF_LEN, () -> list(context()));
  }

  private void others() {
    add(HelperTable.GET_NUMA_NODE_ID, () -> list());
    add(HelperTable.GET_CGROUP_CLASSID, () -> list(context()));
    add(HelperTable.GET_ROUTE_REALM, () -> list(context()));
    add(HelperTable.GET_SOCKET_UID, () -> list(context()));
    add(HelperTable.PROBE_READ_KERNEL, () -> list(place(), length(), number(unmapped())));
    add(HelperTable.PROBE_READ_KERNEL_STR, () -> list(place(), length(), number(unmapped())));
    add(HelperTable.PROBE_READ_USER, () -> list(place(), length(), one(0, 1, -1)));
    add(HelperTable.PROBE_READ_USER_STR, () -> list(place(), length(), one(0, 1, -1)));
    add(HelperTable.PROBE_READ, () -> list(place(), length(), number(unmapped())));
    add(HelperTable.PROBE_READ_STR, () -> list(place(), length(), number(unmapped())));
    add(HelperTable.STRTOL, () -> list(place(), length(), flags(0, 8, 10, 16, 11), memory(248)));
    add(HelperTable.STRTOUL, () -> list(place(), length(), flags(0, 8, 10, 16, 11), memory(240)));
  }

  private void events() {
    add(HelperTable.RINGBUF_OUTPUT, () -> list(map(Named.RING), place(), length(), flags(1, 2, 3)));
    add(HelperTable.RINGBUF_QUERY, () -> list(map(Named.RING), one(0, 1, 2, 3, 4, -1)));
    add(
        HelperTable.PERF_EVENT_OUTPUT,
        () -> list(context(), map(Named.EVENTS), eventFlags(), place(), length()));
  }

  /** This CPU's buffer, mostly; slots without one and out of range, packet bytes, unknown bits. */
  private CallProgram.Argument eventFlags() {
    long thisCpu = 0xffff_ffffL;
    return switch (random.nextInt(5)) {
      case 0 -> one(7, 8, 100);
      case 1 -> number(thisCpu | 1L << 32 + random.nextInt(32));
      case 2 -> number(thisCpu | (long) random.nextInt(120) << 32);
      default -> number(thisCpu);
    };
  }

  private void maps() {
    add(HelperTable.REDIRECT_MAP, () -> list(map(Named.DEVICES), one(0, 1, 2, -1), flags(1, 2, 8)));
    add(HelperTable.SKB_UNDER_CGROUP, () -> list(context(), map(Named.GROUPS), one(0, 1, 2, -1)));
    add(HelperTable.CURRENT_TASK_UNDER_CGROUP, () -> list(map(Named.GROUPS), one(0, 1, 2, -1)));
    add(HelperTable.MAP_PUSH_ELEM, () -> list(map(Named.QUEUE), place(), flags(1, 2, 3)));
    add(HelperTable.MAP_POP_ELEM, () -> list(map(Named.QUEUE), place()));
    add(HelperTable.MAP_PEEK_ELEM, () -> list(map(Named.QUEUE), place()));
    add(
        HelperTable.MAP_UPDATE_ELEM,
        () -> list(map(Named.TABLE), key(), place(), flags(1, 2, 3, 4)));
    add(HelperTable.MAP_DELETE_ELEM, () -> list(map(Named.TABLE), key()));
  }

  /** One of two keys, so that one is met again. */
  private CallProgram.Argument key() {
    return memory(random.nextInt(2) * Integer.BYTES);
  }

  private void texts() {
    add(
        HelperTable.STRNCMP,
        () -> list(place(), length(), text(TEXTS[random.nextInt(TEXTS.length)])));
  }

  /** What is wrong with a call: what is on the stack is another thing in every kernel. */
  private void stacks() {
    int kernelBuildId = 1 << 11;
    int unknown = 1 << 12;
    add(HelperTable.GET_STACKID, () -> list(context(), map(Named.STACKS), one(unknown, 1 << 31)));
    add(
        HelperTable.GET_STACK,
        () -> list(context(), place(), one(0, 8, 64), one(kernelBuildId, unknown, 1 << 31)));
    add(HelperTable.COPY_FROM_USER, () -> list(place(), length(), one(0, 1, -1)));
    add(HelperTable.GET_CURRENT_ANCESTOR_CGROUP_ID, () -> list(one(100, -1)));
    add(HelperTable.CSUM_LEVEL, () -> list(context(), one(0, 1, 2, 3, 4, -1)));
  }

  /** Addresses where no kernel has memory. */
  private long unmapped() {
    long[] addresses = {0, 1, 4096, 0x7fff_ffff_e000L, 0x8000_0000_0000L, -1, -4096, 1L << 62};
    return addresses[random.nextInt(addresses.length)];
  }
}
