package dev.hugetext.loader.kernel;

/** The commands of bpf(2) that are used here, with their numbers ({@code enum bpf_cmd}). */
enum BpfCommand {
  MAP_CREATE(0),
  MAP_LOOKUP_ELEM(1),
  MAP_UPDATE_ELEM(2),
  MAP_DELETE_ELEM(3),
  MAP_GET_NEXT_KEY(4),
  PROG_LOAD(5),
  PROG_TEST_RUN(10),
  OBJ_GET_INFO_BY_FD(15),
  BTF_LOAD(18),
  MAP_LOOKUP_AND_DELETE_ELEM(21),
  MAP_FREEZE(22);

  private final int number;

  BpfCommand(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
