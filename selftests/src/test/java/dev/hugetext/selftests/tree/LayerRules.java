package dev.hugetext.selftests.tree;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may know which; Maven says the same, but not about what comes by transitivity. */
@AnalyzeClasses(packages = "dev.hugetext", importOptions = DoNotIncludeTests.class)
class LayerRules {
  @ArchTest
  static final ArchRule modulesPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("x86")
          .definedBy("dev.hugetext.x86..")
          .layer("execmem")
          .definedBy("dev.hugetext.execmem..")
          .layer("jit")
          .definedBy("dev.hugetext.bpf..", "dev.hugetext.verifier..", "dev.hugetext.jit..")
          .layer("loader")
          .definedBy("dev.hugetext.loader..")
          .layer("examples")
          .definedBy("dev.hugetext.examples..")
          .layer("selftests")
          .definedBy("dev.hugetext.selftests..", "dev.hugetext.bench..")
          .whereLayer("x86")
          .mayNotAccessAnyLayer()
          .whereLayer("execmem")
          .mayOnlyAccessLayers("x86")
          .whereLayer("jit")
          .mayOnlyAccessLayers("x86")
          .whereLayer("loader")
          .mayOnlyAccessLayers("x86", "execmem", "jit")
          .whereLayer("examples")
          .mayOnlyAccessLayers("loader", "x86", "execmem", "jit")
          .whereLayer("selftests")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("dev.hugetext.(**)").should().beFreeOfCycles().allowEmptyShould(true);
}
