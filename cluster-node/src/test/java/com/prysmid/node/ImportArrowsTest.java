package com.prysmid.node;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom, among all modules: the picture in ops/adr, as rules. */
@AnalyzeClasses(packages = "com.prysmid", importOptions = ImportOption.DoNotIncludeTests.class)
final class ImportArrowsTest {

    @ArchTest
    static final ArchRule THE_GATEWAY_KNOWS_OF_TENANTS_ONLY_THE_PROTOCOL = noClasses()
            .that()
            .resideInAPackage("com.prysmid.gateway..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "com.prysmid.tenant.event..",
                    "com.prysmid.tenant.state..",
                    "com.prysmid.tenant.decide..",
                    "com.prysmid.tenant.entity..",
                    "com.prysmid.tenant.journal..",
                    "com.prysmid.tenant.schema..",
                    "com.prysmid.tenant.wire..",
                    "com.prysmid.tenant.crypto.."));

    @ArchTest
    static final ArchRule THE_CONTROL_PLANE_KNOWS_NOTHING_OF_THE_CLUSTER = noClasses()
            .that()
            .resideInAPackage("com.prysmid.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.prysmid.tenant..", "com.prysmid.gateway..", "com.prysmid.node..");

    @ArchTest
    static final ArchRule TENANTS_KNOW_NOBODY_ABOVE_THEM = noClasses()
            .that()
            .resideInAPackage("com.prysmid.tenant..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.prysmid.gateway..", "com.prysmid.control..", "com.prysmid.node..");

    @ArchTest
    static final ArchRule DECISIONS_KNOW_NO_ACTORS = noClasses()
            .that()
            .resideInAnyPackage("com.prysmid.tenant.decide..", "com.prysmid.tenant.event..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..", "java.sql..", "com.prysmid.tenant.entity..");

    @ArchTest
    static final ArchRule CRYPTO_KNOWS_NO_ACTORS = noClasses()
            .that()
            .resideInAPackage("com.prysmid.tenant.crypto..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..");

    @ArchTest
    static final ArchRule ONLY_DEV_STARTS_THE_CONTROL_PLANE = noClasses()
            .that()
            .resideInAPackage("com.prysmid.node..")
            .and()
            .resideOutsideOfPackage("com.prysmid.node.dev..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.prysmid.control..");

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_DEV = noClasses()
            .that()
            .resideOutsideOfPackage("com.prysmid.node.dev..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.prysmid.node.dev..");
}
