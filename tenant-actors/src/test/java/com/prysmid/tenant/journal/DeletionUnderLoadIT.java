package com.prysmid.tenant.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.TenantPostgres;
import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.schema.WorkspaceDeletion;
import com.prysmid.tenant.schema.WorkspaceRestore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** Users go on signing in while their workspace is deleted: what one of them was told is done is in the backup. */
class DeletionUnderLoadIT {
    private static final int WRITERS = 8;
    private static final String CREATION = "creation-1";

    @TempDir
    private Path directory;

    @RepeatedTest(5)
    void whatWasAnsweredIsInTheBackup(RepetitionInfo repetition) throws Exception {
        TenantPostgres postgres = TenantPostgres.shared();
        Slug slug = postgres.workspace("deletion-load-" + repetition.getCurrentRepetition());
        KeyEncryptionKey kek = KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json"));
        WorkspaceDeletion deletion = new WorkspaceDeletion(postgres.provisioner(), kek, Clock.systemUTC());
        Set<String> answered = ConcurrentHashMap.newKeySet();
        CountDownLatch busy = new CountDownLatch(100);
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(postgres.node());
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(4);
        try (HikariDataSource connections = new HikariDataSource(pool);
                TenantStore store = new TenantStore(connections, 4, () -> {});
                ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            GroupCommit commits = new GroupCommit(store, new JournalWriter(), 3, 1000);
            List<Future<Throwable>> ends = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int user = i;
                ends.add(threads.submit(() -> signInUntilRefused(commits, slug, user, answered, busy)));
            }
            assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
            deletion.begin(slug, CREATION);
            assertThat(deletion.finish(slug, CREATION)).isPresent();
            for (Future<Throwable> end : ends) {
                assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(NoSuchSchema.class);
            }
            new WorkspaceRestore(postgres.provisioner(), kek, Clock.systemUTC()).restore(slug, CREATION);
            Set<String> kept = new HashSet<>();
            store.inWorkspaceBlocking(slug, connection -> {
                for (int user = 0; user < WRITERS; user++) {
                    String id = new JournalScenario(slug, user).persistenceId(user);
                    new JournalReader()
                            .events(connection, id, 0, Long.MAX_VALUE, Integer.MAX_VALUE)
                            .forEach(row -> kept.add(id + "#" + row.sequenceNr()));
                }
                return null;
            });
            assertThat(kept).containsAll(answered);
            assertThat(answered).hasSizeGreaterThanOrEqualTo(100);
        }
    }

    /** @return why it ended */
    private static Throwable signInUntilRefused(
            GroupCommit commits, Slug slug, int user, Set<String> answered, CountDownLatch busy) {
        JournalScenario scenario = new JournalScenario(slug, user);
        while (true) {
            JournalWrite write = scenario.of(user, new SessionEvent.SignInFailed("wrong_password", true, null));
            try {
                commits.submit(slug, write).toCompletableFuture().join();
            } catch (CompletionException refused) {
                return refused.getCause();
            }
            EventRow event = write.events().getFirst();
            answered.add(event.persistenceId() + "#" + event.sequenceNr());
            busy.countDown();
        }
    }
}
