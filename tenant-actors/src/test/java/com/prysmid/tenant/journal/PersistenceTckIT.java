package com.prysmid.tenant.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.TenantPostgres;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.scalatest.Args;
import org.scalatest.Suite;
import org.scalatest.events.Event;
import org.scalatest.events.SuiteAborted;
import org.scalatest.events.TestFailed;
import org.scalatest.events.TestSucceeded;
import scala.Option;

/** Pekko's own Technology Compatibility Kit for persistence plugins, against real Postgres. */
class PersistenceTckIT {
    private static final Config CONFIG = TenantPostgres.shared()
            .config()
            .withFallback(ConfigFactory.parseString("pekko.actor.allow-java-serialization = on"))
            .withFallback(ConfigFactory.load());

    @TestFactory
    Stream<DynamicTest> journal() {
        TenantPostgres.shared().workspace("tck-journal");
        return run(new JournalTck());
    }

    @TestFactory
    Stream<DynamicTest> snapshotStore() {
        TenantPostgres.shared().workspace("tck-snapshots");
        return run(new SnapshotTck());
    }

    /** Our persistence ids name their workspace; the kit's own do not. */
    private static final class JournalTck extends JavaJournalSpec {
        JournalTck() {
            super(CONFIG);
        }

        @Override
        public String pid() {
            return "User|tck-journal/" + super.pid();
        }

        @Override
        public CapabilityFlag supportsRejectingNonSerializableObjects() {
            return CapabilityFlag.on();
        }
    }

    private static final class SnapshotTck extends JavaSnapshotStoreSpec {
        SnapshotTck() {
            super(CONFIG);
        }

        @Override
        public String pid() {
            return "User|tck-snapshots/" + super.pid();
        }
    }

    /** Runs the whole suite once, then tells of each of its tests. */
    private static Stream<DynamicTest> run(Suite suite) {
        List<Event> events = new ArrayList<>();
        suite.run(
                Option.empty(),
                Args.apply(
                        event -> {
                            synchronized (events) {
                                events.add(event);
                            }
                        },
                        Args.apply$default$2(),
                        Args.apply$default$3(),
                        Args.apply$default$4(),
                        Args.apply$default$5(),
                        Args.apply$default$6(),
                        Args.apply$default$7(),
                        Args.apply$default$8(),
                        Args.apply$default$9(),
                        Args.apply$default$10()));
        List<DynamicTest> tests = new ArrayList<>();
        for (Event event : events) {
            switch (event) {
                case TestSucceeded passed -> tests.add(DynamicTest.dynamicTest(passed.testName(), () -> {}));
                case TestFailed failed ->
                    tests.add(DynamicTest.dynamicTest(failed.testName(), () -> {
                        throw new AssertionError(
                                failed.message(), failed.throwable().getOrElse(() -> null));
                    }));
                case SuiteAborted aborted ->
                    tests.add(DynamicTest.dynamicTest("the suite ran to its end", () -> {
                        throw new AssertionError(
                                aborted.message(), aborted.throwable().getOrElse(() -> null));
                    }));
                default -> {}
            }
        }
        assertThat(tests).as("tests of the kit").hasSizeGreaterThanOrEqualTo(10);
        return tests.stream();
    }
}
