/** The guest kernel's memory management: executable text, its allocators, its patching. */
module dev.hugetext.execmem {
  requires transitive dev.hugetext.x86;
  requires static transitive org.jspecify;
}
