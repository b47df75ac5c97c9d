package dev.hugetext.selftests.tree;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Main;
import java.util.Set;

/** Things that one place owns, so that the rest of the tree can rely on it. */
@AnalyzeClasses(packages = "dev.hugetext", importOptions = DoNotIncludeTests.class)
class OwnershipRules {
  /** What Java calls restricted: with these, wrong numbers end the JVM. */
  private static final Set<String> RESTRICTED =
      Set.of(
          "java.lang.foreign.AddressLayout.withTargetLayout",
          "java.lang.foreign.Linker.downcallHandle",
          "java.lang.foreign.Linker.upcallStub",
          "java.lang.foreign.MemorySegment.reinterpret",
          "java.lang.foreign.SymbolLookup.libraryLookup",
          "java.lang.ModuleLayer$Controller.enableNativeAccess",
          "java.lang.Runtime.load",
          "java.lang.Runtime.loadLibrary",
          "java.lang.System.load",
          "java.lang.System.loadLibrary");

  /** It returns a relocatable image; machine and memory are for those who place it. */
  @ArchTest
  static final ArchRule jitSeesOnlyTheAssembler =
      noClasses()
          .that()
          .resideInAnyPackage("dev.hugetext.bpf..", "dev.hugetext.verifier..", "dev.hugetext.jit..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.hugetext.x86..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.hugetext.x86.asm",
                              "dev.hugetext.x86.insn",
                              "dev.hugetext.x86.table"))))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheTranslatorWritesBytecode =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.hugetext.x86.translate..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.objectweb.asm..");

  @ArchTest
  static final ArchRule nativeCallsStayInFourPackages =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.hugetext.x86.memory",
              "dev.hugetext.x86.host",
              "dev.hugetext.x86.cpu",
              "dev.hugetext.loader.kernel")
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "a restricted method is called",
                  call ->
                      RESTRICTED.contains(
                          call.getTargetOwner().getName() + "." + call.getTarget().getName())));

  @ArchTest
  static final ArchRule oneLogOnly =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  /** Output goes through the Console that a command is given, so that tests can read it. */
  @ArchTest
  static final ArchRule onlyMainKnowsTheProcess =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Main.class)
          .and()
          .resideOutsideOfPackage("dev.hugetext.bench..") // each a program of its own
          .should(ACCESS_STANDARD_STREAMS);

  /** A command is reached by its name, through its provider, and in no other way. */
  @ArchTest
  static final ArchRule commandsAreHidden =
      classes().that().implement(Command.class).should().notBePublic().allowEmptyShould(true);
}
