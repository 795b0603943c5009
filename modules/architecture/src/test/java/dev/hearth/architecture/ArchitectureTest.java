package dev.hearth.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses HEARTH = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.hearth");

    @Test
    void modules_point_one_way() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.hearth..")
                .layer("manifest")
                .definedBy("dev.hearth.manifest..")
                .layer("findings")
                .definedBy("dev.hearth.findings..")
                .layer("graph")
                .definedBy("dev.hearth.graph..")
                .layer("schemas")
                .definedBy("dev.hearth.schemas..")
                .layer("checks")
                .definedBy("dev.hearth.checks..")
                .layer("importer")
                .definedBy("dev.hearth.importer..")
                .layer("report")
                .definedBy("dev.hearth.report..")
                .layer("dsl")
                .definedBy("dev.hearth.dsl..")
                .layer("argocd")
                .definedBy("dev.hearth.argocd..")
                .layer("secrets")
                .definedBy("dev.hearth.secrets..")
                .layer("helm")
                .definedBy("dev.hearth.helm..", "dev.hearth.kustomize..")
                .layer("tree")
                .definedBy("dev.hearth.tree..")
                .layer("pipeline")
                .definedBy("dev.hearth.pipeline..")
                .layer("testing")
                .definedBy("dev.hearth.testing..")
                .layer("platform")
                .definedBy("dev.hearth.platform..")
                .layer("cli")
                .definedBy("dev.hearth.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("testing")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("platform")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("pipeline")
                .mayOnlyBeAccessedByLayers("testing", "cli")
                .whereLayer("helm")
                .mayOnlyBeAccessedByLayers("pipeline", "testing")
                .whereLayer("argocd")
                .mayOnlyBeAccessedByLayers("pipeline", "testing")
                .whereLayer("secrets")
                .mayOnlyBeAccessedByLayers("pipeline", "testing", "cli")
                .whereLayer("tree")
                .mayOnlyBeAccessedByLayers("pipeline", "testing", "cli")
                .whereLayer("dsl")
                .mayOnlyBeAccessedByLayers("argocd", "secrets", "helm", "pipeline", "testing", "platform", "cli")
                .whereLayer("importer")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("pipeline", "cli")
                .whereLayer("checks")
                .mayOnlyBeAccessedByLayers("report", "pipeline", "cli")
                .whereLayer("schemas")
                .mayOnlyBeAccessedByLayers("checks", "pipeline", "cli")
                .whereLayer("graph")
                .mayOnlyBeAccessedByLayers("checks", "dsl", "pipeline", "testing")
                .check(HEARTH);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.hearth.(**)").should().beFreeOfCycles().check(HEARTH);
    }

    @Test
    void only_the_tree_and_the_edges_touch_the_disk() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.hearth.tree..", "dev.hearth.importer..", "dev.hearth.cli..")
                .and()
                // Helm and kubectl read files alone, so what calls them makes some for them.
                .doNotHaveFullyQualifiedName("dev.hearth.helm.library.HelmLibrary")
                .and()
                .doNotHaveFullyQualifiedName("dev.hearth.kustomize.Kubectl")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.nio\\.file\\.Files|java\\.nio\\.channels\\.FileChannel"
                        + "|java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)")
                .check(HEARTH);
    }

    @Test
    void what_renders_knows_no_clock_no_environment_and_no_chance() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.hearth.manifest..",
                        "dev.hearth.findings..",
                        "dev.hearth.graph..",
                        "dev.hearth.schemas..",
                        "dev.hearth.checks..",
                        "dev.hearth.report..",
                        "dev.hearth.dsl..",
                        "dev.hearth.argocd..",
                        "dev.hearth.secrets.place..",
                        "dev.hearth.platform..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.(time\\.Clock"
                        + "|util\\.(Random|SplittableRandom|UUID|Date|TimeZone)"
                        + "|security\\.SecureRandom|util\\.concurrent\\.ThreadLocalRandom)")
                .orShould()
                .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "lineSeparator")
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .check(HEARTH);
    }

    /** A new public type is a promise: it goes into the list on purpose. */
    @Test
    void public_types_are_those_that_are_meant_to_be() throws IOException {
        List<String> found = HEARTH.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getName)
                .sorted()
                .toList();

        assertThat(found).as("see src/test/resources/public-types.txt").isEqualTo(meant());
    }

    private static List<String> meant() throws IOException {
        try (InputStream list = ArchitectureTest.class.getResourceAsStream("/public-types.txt")) {
            assertThat(list).isNotNull();
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
