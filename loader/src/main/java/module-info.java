/** Joins verifier, compiler and memory, and owns the command line's frame. */
module dev.hugetext.loader {
  requires transitive com.fasterxml.jackson.core;
  requires transitive dev.hugetext.execmem;
  requires transitive dev.hugetext.jit;
  requires transitive org.apache.commons.cli;
  requires me.tongfei.progressbar;
  requires static jdk.management; // tests bound processor time
  requires static transitive org.jspecify;

  uses dev.hugetext.loader.cli.CommandProvider;

  provides dev.hugetext.loader.cli.CommandProvider with
      dev.hugetext.loader.command.LoaderCommands;

  exports dev.hugetext.loader;
  exports dev.hugetext.loader.cli;
  exports dev.hugetext.loader.context;
  exports dev.hugetext.loader.input;
  exports dev.hugetext.loader.link;
  exports dev.hugetext.loader.map;
  exports dev.hugetext.loader.run;
  exports dev.hugetext.loader.kernel;
}
