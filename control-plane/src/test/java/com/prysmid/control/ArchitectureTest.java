package com.prysmid.control;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may import whom. The root package puts the parts together and so may see them all. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.prysmid.control");

    @Test
    void nothingHereKnowsTheCluster() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.prysmid.tenant..", "com.prysmid.gateway..", "com.prysmid.node..")
                .check(OURS);
    }

    @Test
    void onlyWorkspacesTalkToTheDataPlane() {
        classes()
                .that()
                .resideInAPackage("com.prysmid.control.dataplane..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(
                        "com.prysmid.control", "com.prysmid.control.dataplane..", "com.prysmid.control.workspaces..")
                .check(OURS);
    }

    @Test
    void theEdgeIsSeenByNobodyButTheRoot() {
        classes()
                .that()
                .resideInAPackage("com.prysmid.control.http..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("com.prysmid.control", "com.prysmid.control.http..")
                .check(OURS);
    }

    @Test
    void theEdgeAsksWorkspacesAndTokensOnly() {
        noClasses()
                .that()
                .resideInAPackage("com.prysmid.control.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.prysmid.control.dataplane..", "com.prysmid.control.store..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("com.prysmid.control.tokens..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.prysmid.control.workspaces..", "com.prysmid.control.http..")
                .check(OURS);
    }

    @Test
    void onlyTheReadSideTurnsFactsIntoRowsAndNoEntityKnowsIt() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "com.prysmid.control.workspaces..",
                        "com.prysmid.control.tokens..",
                        "com.prysmid.control.accounts..",
                        "com.prysmid.control.sessions..",
                        "com.prysmid.control.store..",
                        "com.prysmid.control.value..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.prysmid.control.audit..",
                        "com.prysmid.control.listing..",
                        "com.prysmid.control.readside..")
                .check(OURS);
    }

    @Test
    void valuesKnowNoActorAndDecisionsNoActorEither() {
        noClasses()
                .that()
                .resideInAPackage("com.prysmid.control.value..")
                .or()
                .haveSimpleName("LifecycleDecisions")
                .or()
                .haveSimpleName("LifecycleState")
                .or()
                .haveSimpleName("ServiceAccountDecisions")
                .or()
                .haveSimpleName("ServiceAccount")
                .or()
                .haveSimpleName("Inspection")
                .or()
                .haveSimpleName("IndexState")
                .or()
                .haveSimpleName("TokenState")
                .or()
                .haveSimpleName("AccountDecisions")
                .or()
                .haveSimpleName("AccountState")
                .or()
                .haveSimpleName("SessionState")
                .or()
                .resideInAnyPackage(
                        "com.prysmid.control.audit..", "com.prysmid.control.listing..", "com.prysmid.control.vault..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.pekko..")
                .check(OURS);
    }

    @Test
    void workspacesAreOperatedFromOutsideTheirActors() {
        noClasses()
                .that()
                .resideInAnyPackage("com.prysmid.control.workspaces..", "com.prysmid.control.vault..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.prysmid.control.operating..")
                .check(OURS);
    }

    /** One place has plaintexts, so one place can be looked through. */
    @Test
    void onlyTheVaultOpensAndSeals() {
        noClasses()
                .that()
                .resideOutsideOfPackage("com.prysmid.control.vault..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.macasaet..", "com.nimbusds.jose.crypto..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("com.prysmid.control.vault..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "com.prysmid.control.store..", "com.prysmid.control.http..")
                .check(OURS);
    }

    @Test
    void ourCodeKnowsNoSlick() {
        noClasses().should().dependOnClassesThat().resideInAPackage("slick..").check(OURS);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("com.prysmid.control.(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void partsDoNotImportTheRoot() {
        noClasses()
                .that()
                .resideInAPackage("com.prysmid.control.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.prysmid.control")
                .check(OURS);
    }
}
