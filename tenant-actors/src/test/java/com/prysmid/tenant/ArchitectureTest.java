package com.prysmid.tenant;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Which way the arrows between the packages point. */
@AnalyzeClasses(packages = "com.prysmid.tenant", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String OURS = "com.prysmid..";

    @ArchTest
    static final ArchRule RULES_FACTS_AND_STATES_KNOW_NO_ACTOR = noClasses()
            .that()
            .resideInAnyPackage("com.prysmid.tenant.decide", "com.prysmid.tenant.state", "com.prysmid.tenant.event")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    @ArchTest
    static final ArchRule CRYPTO_KNOWS_ONLY_ITSELF = noClasses()
            .that()
            .resideInAPackage("com.prysmid.tenant.crypto..")
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage("com.prysmid.tenant.crypto.."))));

    @ArchTest
    static final ArchRule THE_PROTOCOL_KNOWS_ONLY_ITSELF = noClasses()
            .that()
            .resideInAPackage("com.prysmid.tenant.protocol")
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage("com.prysmid.tenant.protocol"))));

    @ArchTest
    static final ArchRule FACTS_KNOW_ONLY_THE_PROTOCOL = noClasses()
            .that()
            .resideInAPackage("com.prysmid.tenant.event")
            .should()
            .dependOnClassesThat(resideInAPackage(OURS)
                    .and(not(resideInAPackage("com.prysmid.tenant.protocol")))
                    .and(not(resideInAPackage("com.prysmid.tenant.event"))));

    @ArchTest
    static final ArchRule STATES_ARE_MADE_OF_FACTS_ALONE = noClasses()
            .that()
            .resideInAPackage("com.prysmid.tenant.state")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.prysmid.tenant.decide",
                    "com.prysmid.tenant.entity",
                    "com.prysmid.tenant.journal",
                    "com.prysmid.tenant.wire",
                    "com.prysmid.tenant.crypto");

    @ArchTest
    static final ArchRule RULES_DO_NO_WIRING_AND_NO_STORAGE = noClasses()
            .that()
            .resideInAPackage("com.prysmid.tenant.decide")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.prysmid.tenant.entity",
                    "com.prysmid.tenant.journal",
                    "com.prysmid.tenant.wire",
                    "com.prysmid.tenant.schema",
                    "java.sql..",
                    "java.net.http..",
                    "java.nio.file..");

    @ArchTest
    static final ArchRule SLICK_STAYS_IN_THE_PLUGIN_SHELL = noClasses()
            .that()
            .resideOutsideOfPackage("com.prysmid.tenant.journal")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("slick..");

    @ArchTest
    static final ArchRule SQL_IS_SPOKEN_BY_JOURNAL_AND_SCHEMA_ONLY = noClasses()
            .that()
            .resideOutsideOfPackages("com.prysmid.tenant.journal", "com.prysmid.tenant.schema")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule TIME_IS_A_PARAMETER = noClasses()
            .that()
            .resideInAnyPackage(
                    "com.prysmid.tenant.decide",
                    "com.prysmid.tenant.state",
                    "com.prysmid.tenant.event",
                    "com.prysmid.tenant.entity")
            .should()
            .accessTargetWhere(readsAClock());

    /** {@code SecureRandom} is one too, by inheritance: so it is the named class that counts. */
    @ArchTest
    static final ArchRule NOTHING_IS_GUESSABLE = noClasses()
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "predictable generators",
                    (JavaClass type) -> Set.of(
                                    "java.util.Random",
                                    "java.util.SplittableRandom",
                                    "java.util.concurrent.ThreadLocalRandom")
                            .contains(type.getName())));

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        Map<String, Set<String>> clocks = Map.of(
                Instant.class.getName(), Set.of("now"),
                System.class.getName(), Set.of("currentTimeMillis", "nanoTime"),
                Clock.class.getName(), Set.of("systemUTC", "systemDefaultZone", "system", "tickSeconds"));
        return DescribedPredicate.describe(
                "reads a clock of its own",
                access -> clocks.getOrDefault(access.getTarget().getOwner().getName(), Set.of())
                        .contains(access.getTarget().getName()));
    }
}
