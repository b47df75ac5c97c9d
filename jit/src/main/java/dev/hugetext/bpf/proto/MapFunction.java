package dev.hugetext.bpf.proto;

import static dev.hugetext.bpf.proto.HelperTable.MAP_DELETE_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_LOOKUP_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_LOOKUP_PERCPU_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_PEEK_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_POP_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_PUSH_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_UPDATE_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.REDIRECT_MAP;
import static dev.hugetext.bpf.proto.MapType.ARRAY;
import static dev.hugetext.bpf.proto.MapType.BLOOM_FILTER;
import static dev.hugetext.bpf.proto.MapType.CPUMAP;
import static dev.hugetext.bpf.proto.MapType.DEVMAP;
import static dev.hugetext.bpf.proto.MapType.DEVMAP_HASH;
import static dev.hugetext.bpf.proto.MapType.HASH;
import static dev.hugetext.bpf.proto.MapType.HASH_OF_MAPS;
import static dev.hugetext.bpf.proto.MapType.LPM_TRIE;
import static dev.hugetext.bpf.proto.MapType.LRU_HASH;
import static dev.hugetext.bpf.proto.MapType.LRU_PERCPU_HASH;
import static dev.hugetext.bpf.proto.MapType.PERCPU_ARRAY;
import static dev.hugetext.bpf.proto.MapType.PERCPU_HASH;
import static dev.hugetext.bpf.proto.MapType.QUEUE;
import static dev.hugetext.bpf.proto.MapType.STACK;
import static dev.hugetext.bpf.proto.MapType.XSKMAP;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What programs call in place of a general map helper where the map is known: the function that the
 * map's type has for it, with the helper's arguments. Which types share one was measured on Linux
 * 6.18 (equal call immediates).
 */
public enum MapFunction {
  // @formatter:off
  // the first finds an element, of which the caller takes the value; all others do what the helper does
  HTAB_LOOKUP           ("__htab_map_lookup_elem",                   MAP_LOOKUP_ELEM,        HASH, PERCPU_HASH, LRU_HASH, HASH_OF_MAPS),
  LRU_PERCPU_LOOKUP     ("htab_lru_percpu_map_lookup_elem",          MAP_LOOKUP_ELEM,        LRU_PERCPU_HASH),
  TRIE_LOOKUP           ("trie_lookup_elem",                         MAP_LOOKUP_ELEM,        LPM_TRIE),
  HTAB_UPDATE           ("htab_map_update_elem",                     MAP_UPDATE_ELEM,        HASH),
  PERCPU_UPDATE         ("htab_percpu_map_update_elem",              MAP_UPDATE_ELEM,        PERCPU_HASH),
  LRU_UPDATE            ("htab_lru_map_update_elem",                 MAP_UPDATE_ELEM,        LRU_HASH),
  LRU_PERCPU_UPDATE     ("htab_lru_percpu_map_update_elem",          MAP_UPDATE_ELEM,        LRU_PERCPU_HASH),
  ARRAY_UPDATE          ("array_map_update_elem",                    MAP_UPDATE_ELEM,        ARRAY, PERCPU_ARRAY),
  TRIE_UPDATE           ("trie_update_elem",                         MAP_UPDATE_ELEM,        LPM_TRIE),
  HTAB_DELETE           ("htab_map_delete_elem",                     MAP_DELETE_ELEM,        HASH, PERCPU_HASH),
  LRU_DELETE            ("htab_lru_map_delete_elem",                 MAP_DELETE_ELEM,        LRU_HASH, LRU_PERCPU_HASH),
  ARRAY_DELETE          ("array_map_delete_elem",                    MAP_DELETE_ELEM,        ARRAY, PERCPU_ARRAY),
  TRIE_DELETE           ("trie_delete_elem",                         MAP_DELETE_ELEM,        LPM_TRIE),
  PERCPU_LOOKUP_CPU     ("htab_percpu_map_lookup_percpu_elem",       MAP_LOOKUP_PERCPU_ELEM, PERCPU_HASH),
  LRU_PERCPU_LOOKUP_CPU ("htab_lru_percpu_map_lookup_percpu_elem",   MAP_LOOKUP_PERCPU_ELEM, LRU_PERCPU_HASH),
  ARRAY_LOOKUP_CPU      ("percpu_array_map_lookup_percpu_elem",      MAP_LOOKUP_PERCPU_ELEM, PERCPU_ARRAY),
  QUEUE_STACK_PUSH      ("queue_stack_map_push_elem",                MAP_PUSH_ELEM,          QUEUE, STACK),
  QUEUE_POP             ("queue_map_pop_elem",                       MAP_POP_ELEM,           QUEUE),
  QUEUE_PEEK            ("queue_map_peek_elem",                      MAP_PEEK_ELEM,          QUEUE),
  STACK_POP             ("stack_map_pop_elem",                       MAP_POP_ELEM,           STACK),
  STACK_PEEK            ("stack_map_peek_elem",                      MAP_PEEK_ELEM,          STACK),
  BLOOM_PUSH            ("bloom_map_push_elem",                      MAP_PUSH_ELEM,          BLOOM_FILTER),
  BLOOM_PEEK            ("bloom_map_peek_elem",                      MAP_PEEK_ELEM,          BLOOM_FILTER),
  DEV_REDIRECT          ("dev_map_redirect",                         REDIRECT_MAP,           DEVMAP),
  DEV_HASH_REDIRECT     ("dev_hash_map_redirect",                    REDIRECT_MAP,           DEVMAP_HASH),
  CPU_REDIRECT          ("cpu_map_redirect",                         REDIRECT_MAP,           CPUMAP),
  XSK_REDIRECT          ("xsk_map_redirect",                         REDIRECT_MAP,           XSKMAP);
  // @formatter:on

  private final String kernelName;
  private final HelperTable helper;
  private final List<MapType> types;

  MapFunction(String kernelName, HelperTable helper, MapType... types) {
    this.kernelName = kernelName;
    this.helper = helper;
    this.types = List.of(types);
  }

  /** What {@code helper} is for maps of a type, if it is a function of its own. */
  public static Optional<MapFunction> of(HelperTable helper, MapType type) {
    return Arrays.stream(values())
        .filter(function -> function.helper == helper && function.types.contains(type))
        .findFirst();
  }

  /** The kernel's function. */
  public String kernelName() {
    return kernelName;
  }

  /** The helper that it stands for. */
  public HelperTable helper() {
    return helper;
  }

  /** Whether it returns the address of an element, not of the value in it. */
  public boolean findsElement() {
    return this == HTAB_LOOKUP;
  }
}
