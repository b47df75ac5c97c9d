package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;

/** What {@code BPF_MAP_CREATE} answers. */
public sealed interface MapCreation {
  /** The map exists. */
  record Created(BpfMap map) implements MapCreation {}

  /**
   * The kernel would refuse it.
   *
   * @param errno the error that bpf(2) gives
   * @param reason what is wrong with the definition, for people
   */
  record Refused(Errno errno, String reason) implements MapCreation {}
}
