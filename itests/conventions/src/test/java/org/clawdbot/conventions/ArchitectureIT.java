package org.clawdbot.conventions;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.annotations.Component;

/** Rules that keep each bundle replaceable on its own. */
class ArchitectureIT {

    private static JavaClasses code;

    @BeforeAll
    static void readBundles() throws IOException {
        List<JarFile> jars = new ArrayList<>();
        for (String bundle : Bundles.symbolicNames()) {
            if (!bundle.equals("org.clawdbot.okhttp")) {
                jars.add(new JarFile(Bundles.jar(bundle).toFile()));
            }
        }
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS)
                .importJars(jars);
        assertThat(code).isNotEmpty();
    }

    @Test
    void onlyApisAreOutsideOfInternalPackages() {
        check(classes()
                .that()
                .resideOutsideOfPackages("org.clawdbot.api..", "org.clawdbot.chutes.wire")
                .should()
                .resideInAPackage("..internal..")
                .because("replacing a bundle must never refresh those that use its services"));
    }

    @Test
    void noBundleReachesIntoAnother() {
        for (String bundle : Bundles.symbolicNames()) {
            check(noClasses()
                    .that(describe("are not part of " + bundle, (JavaClass type) -> !isPartOf(type, bundle)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(bundle + ".internal.."))
                    .allowEmptyShould(true)
                    .because("what is internal may change with any release"));
        }
    }

    @Test
    void noLibraryShowsInAnExportedSignature() {
        DescribedPredicate<JavaClass> library = resideInAnyPackage(
                "com.fasterxml..", "okhttp3..", "okio..", "kotlin..", "com.github.scribejava..", "picocli..");
        check(noClasses()
                .that()
                .resideInAPackage("org.clawdbot.api..")
                .should()
                .dependOnClassesThat(library)
                .because("users must not inherit our choice of libraries"));
    }

    @Test
    void theApiKnowsNothingButTheJdkAndAnnotations() {
        check(classes()
                .that()
                .resideInAPackage("org.clawdbot.api..")
                .should(ArchConditions.onlyDependOnClassesThat(resideInAnyPackage(
                        "org.clawdbot.api..",
                        "java..",
                        "org.jspecify..",
                        "org.osgi.annotation..",
                        "org.osgi.service.component.annotations")))
                .because("it is what lasts"));
    }

    @Test
    void componentsAreFinal() {
        check(classes()
                .that()
                .areAnnotatedWith(Component.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .bePublic()
                .because("a component is made by the container and extended by nobody"));
    }

    @Test
    void nobodyPrintsButTheShell() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.clawdbot.shell..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("standard output belongs to the command that runs"));
    }

    @Test
    void thereIsOneLoggingApi() {
        check(noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging.."))
                .because("System.Logger reaches the log of every host without a library"));
    }

    private static boolean isPartOf(JavaClass type, String bundle) {
        return type.getPackageName().equals(bundle) || type.getPackageName().startsWith(bundle + ".internal");
    }

    private static void check(ArchRule rule) {
        rule.check(code);
    }
}
