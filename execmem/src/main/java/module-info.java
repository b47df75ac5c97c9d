/** The guest kernel's memory management: executable text, its allocators, its patching. */
module dev.hugetext.execmem {
  requires transitive dev.hugetext.x86;
  requires com.google.common;
  requires static transitive org.jspecify;

  exports dev.hugetext.execmem;
  exports dev.hugetext.execmem.layout;
  exports dev.hugetext.execmem.outcome;
  exports dev.hugetext.execmem.pageattr;
  exports dev.hugetext.execmem.percpu;
  exports dev.hugetext.execmem.policy;
  exports dev.hugetext.execmem.poke;
  exports dev.hugetext.execmem.sync;
  exports dev.hugetext.execmem.vmap;
}
