package com.prysmid.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.prysmid.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SHARED = "com.prysmid.gateway.oauth.(vocabulary|client|error)..";

    @ArchTest
    static final ArchRule OF_THE_TENANTS_MODULE_ONLY_THE_PROTOCOL_IS_KNOWN = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("com.prysmid.tenant..")
                    .and(DescribedPredicate.not(resideInAPackage("com.prysmid.tenant.protocol"))));

    @ArchTest
    static final ArchRule NEITHER_THE_NODE_NOR_THE_CONTROL_PLANE_IS_KNOWN =
            noClasses().should().dependOnClassesThat(resideInAnyPackage("com.prysmid.node..", "com.prysmid.control.."));

    @ArchTest
    static final ArchRule NO_OAUTH_ENDPOINT_IMPORTS_ANOTHER = slices().matching("com.prysmid.gateway.oauth.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(SHARED));

    @ArchTest
    static final ArchRule ONLY_ASK_ASKS_ENTITIES = noClasses()
            .that()
            .resideOutsideOfPackage("com.prysmid.gateway.ask")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.apache\\.pekko\\.cluster\\..*|.*\\.AskPattern");

    @ArchTest
    static final ArchRule THE_PIPELINE_KNOWS_NO_ENDPOINT = noClasses()
            .that()
            .resideInAnyPackage("com.prysmid.gateway.http", "com.prysmid.gateway.ask", "com.prysmid.gateway.guard")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "com.prysmid.gateway.oauth..", "com.prysmid.gateway.pages..", "com.prysmid.gateway.admin.."));
}
