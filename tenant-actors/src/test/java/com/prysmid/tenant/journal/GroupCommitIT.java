package com.prysmid.tenant.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.tenant.BreakingDataSource;
import com.prysmid.tenant.TenantPostgres;
import com.prysmid.tenant.entity.TenantReads.Owing;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AuditCommand.AuditEntry;
import com.prysmid.tenant.protocol.AuditCommand.AuditFilter;
import com.prysmid.tenant.protocol.DirectoryCommand.UserEntry;
import com.prysmid.tenant.protocol.DirectoryCommand.UserPage;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecord;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes that share a transaction, and what is read afterwards. */
class GroupCommitIT {
    private static final AuditFilter ALL = new AuditFilter(null, null, null, null, null);

    private final BreakingDataSource database =
            new BreakingDataSource(TenantPostgres.shared().node());
    private final TenantStore store = new TenantStore(database.dataSource(), 4, () -> {});
    private final GroupCommit commits = new GroupCommit(store, new JournalWriter(), 200, 1000);
    private final StoredTenantReads reads = new StoredTenantReads(store);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void writesOfOneWorkspaceShareTransactions() {
        Slug slug = TenantPostgres.shared().workspace("group-share");
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(submit(slug, failedSignIn(slug, i)));
        }
        writes.forEach(CompletableFuture::join);
        assertThat(database.commits()).isLessThan(100);
        assertThat(auditNumbers(slug)).hasSize(200);
    }

    @Test
    void aPoisonWriteFailsAlone() {
        Slug slug = TenantPostgres.shared().workspace("group-poison");
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            // The same event once more is what the primary key forbids.
            writes.add(submit(slug, failedSignIn(slug, i == 25 ? 24 : i)));
        }
        int failed = 0;
        for (CompletableFuture<Void> write : writes) {
            failed += write.handle((done, thrown) -> thrown == null ? 0 : 1).join();
        }
        assertThat(failed).isEqualTo(1);
        assertThat(auditNumbers(slug)).hasSize(49);
    }

    @Test
    void twoNodesNumberTheSameJournalWithoutAGap() {
        Slug slug = TenantPostgres.shared().workspace("group-two-nodes");
        try (TenantStore other =
                new TenantStore(new BreakingDataSource(TenantPostgres.shared().node()).dataSource(), 4, () -> {})) {
            GroupCommit otherCommits = new GroupCommit(other, new JournalWriter(), 3, 1000);
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                writes.add((i % 2 == 0 ? commits : otherCommits)
                        .submit(slug, failedSignIn(slug, i))
                        .toCompletableFuture());
            }
            writes.forEach(CompletableFuture::join);
        }
        List<Long> numbers = auditNumbers(slug);
        for (int i = 0; i < 120; i++) {
            assertThat(numbers.get(i)).isEqualTo(120L - i);
        }
        assertThat(numbers).hasSize(120);
    }

    @Test
    void moreWritesThanMayWaitAreRefused() {
        Slug slug = TenantPostgres.shared().workspace("group-queue");
        GroupCommit small = new GroupCommit(store, new JournalWriter(), 1, 2);
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            writes.add(small.submit(slug, failedSignIn(slug, i)).toCompletableFuture());
        }
        long refused = writes.stream()
                .filter(write -> write.handle((done, thrown) -> thrown != null).join())
                .count();
        assertThat(refused).isPositive();
        assertThat(auditNumbers(slug)).hasSize((int) (50 - refused));
    }

    @Test
    void anUnknownWorkspaceReadsEmptyAndIsNotWritten() {
        Slug nobody = new Slug("group-nobody");
        assertThat(store.read("User|group-nobody/x", -1L, connection -> 1L).join())
                .isEqualTo(-1L);
        assertThatThrownBy(() -> submit(nobody, failedSignIn(nobody, 1)).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NoSuchSchema.class);
    }

    @Test
    void anErasedUserLeavesAnOpaqueIdInTheAuditAndNothingElse() throws Exception {
        Slug slug = TenantPostgres.shared().workspace("group-erase");
        JournalScenario scenario = new JournalScenario(slug, 1);
        Act anybodys = scenario.act;
        scenario.act = anybodys.by(Actor.user(new UserId("user-0001")));
        submit(slug, scenario.of(1, created("ada", "ada@example.com"), wrongPassword()))
                .join();
        SnapshotSql snapshots = new SnapshotSql();
        SnapshotRow snapshot =
                new SnapshotRow(scenario.persistenceId(1), 2, 1, 7, "user.state/1", ByteBuffer.wrap(new byte[] {1}));
        store.inWorkspace(slug, connection -> save(snapshots, connection, snapshot))
                .join();

        scenario.act = anybodys.by(Actor.user(new UserId("admin-0001")));
        submit(slug, scenario.of(1, new AccountEvent.Deleted())).join();
        store.inWorkspace(slug, connection -> save(snapshots, connection, snapshot))
                .join();

        store.inWorkspaceBlocking(slug, connection -> {
            assertThat(new JournalReader().events(connection, scenario.persistenceId(1), 0, 99, 99))
                    .extracting(EventRow::manifest)
                    .containsExactly("user.deleted/1");
            assertThat(snapshots.newest(connection, scenario.persistenceId(1), 99, Long.MAX_VALUE))
                    .as("a snapshot that came late")
                    .isEmpty();
            return null;
        });
        assertThat(reads.findByLogin(slug, "ada").toCompletableFuture().join()).isEmpty();
        List<AuditEntry> audit = reads.searchAudit(slug, ALL, null, 50)
                .toCompletableFuture()
                .join()
                .items();
        assertThat(audit).hasSize(3).allSatisfy(entry -> {
            boolean own = entry.actor().id().equals("user-0001");
            assertThat(entry.ip()).as(own ? "their own" : "the admin's").isEqualTo(own ? null : anybodys.ip());
            assertThat(entry.userAgent()).isEqualTo(own ? null : anybodys.userAgent());
            assertThat(entry.target().id()).isEqualTo("user-0001");
            assertThat(entry.toString()).doesNotContain("ada");
        });
        assertThat(audit).extracting(entry -> entry.actor().id()).contains("user-0001", "admin-0001");
    }

    @Test
    void aLoginNameIsOneHoweverItIsWrittenAndBelongsToOne() {
        Slug slug = TenantPostgres.shared().workspace("group-login");
        JournalScenario scenario = new JournalScenario(slug, 1);
        submit(slug, scenario.of(1, created("Straße", null))).join();
        submit(slug, scenario.of(2, created("ﬁona", null))).join();
        assertThat(reads.findByLogin(slug, "STRASSE").toCompletableFuture().join())
                .as("not folded beyond lower case")
                .isEmpty();
        assertThat(reads.findByLogin(slug, "straße").toCompletableFuture().join())
                .isEqualTo(Optional.of(new UserId("user-0001")));
        assertThat(reads.findByLogin(slug, "FIONA").toCompletableFuture().join())
                .isPresent();
        assertThatThrownBy(() ->
                        submit(slug, scenario.of(3, created("fiona", null))).join())
                .isInstanceOf(CompletionException.class);
        assertThat(reads.findByLogin(slug, "nul\0").toCompletableFuture().join())
                .isEmpty();
    }

    @Test
    void usersAreListedInPagesAndFound() {
        Slug slug = TenantPostgres.shared().workspace("group-list");
        JournalScenario scenario = new JournalScenario(slug, 1);
        for (int i = 0; i < 7; i++) {
            submit(slug, scenario.of(i, created("u%_" + i, "mail" + i + "@example.com")))
                    .join();
        }
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            UserPage page = reads.listUsers(slug, null, null, cursor, 3)
                    .toCompletableFuture()
                    .join();
            page.items().forEach(entry -> seen.add(entry.id().value()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        assertThat(find(slug, "U%_3")).containsExactly("user-0003");
        assertThat(find(slug, "u__"))
                .as("a wildcard is a letter like any other")
                .isEmpty();
        assertThat(find(slug, "MAIL5@")).containsExactly("user-0005");
        assertThat(reads.listUsers(slug, null, UserStatus.LOCKED, null, 50)
                        .toCompletableFuture()
                        .join()
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> reads.listUsers(slug, null, null, "not a cursor", 50)
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wholeProfilesAreFoundByEachConditionThatHasAnIndex() {
        Slug slug = TenantPostgres.shared().workspace("group-find");
        JournalScenario scenario = new JournalScenario(slug, 1);
        for (int i = 0; i < 5; i++) {
            submit(slug, scenario.of(i, created("user" + i, "mail" + i + "@example.com")))
                    .join();
        }
        UserProfile.More provisioned = UserProfile.More.NOTHING.with(new UserProfile.Provisioned(
                "Ext-1", java.util.Map.of("g1", "Staff", "g2", "Crew"), java.util.Map.of()));
        UserProfile changed = new UserProfile(
                "user3", "new@example.com", true, null, false, "Ann", null, null, null, null, provisioned);
        submit(slug, scenario.of(3, new AccountEvent.Updated(changed, List.of("groups"))))
                .join();

        assertThat(profiles(slug, UserSearch.Key.ANY, "")).hasSize(5);
        for (UserSearch search : List.of(
                new UserSearch(UserSearch.Key.ID, "user-0003"),
                new UserSearch(UserSearch.Key.EXTERNAL_ID, "Ext-1"),
                new UserSearch(UserSearch.Key.USERNAME, "USER3"),
                new UserSearch(UserSearch.Key.EMAIL, "NEW@example.com"),
                new UserSearch(UserSearch.Key.GROUP, "g2"))) {
            assertThat(profiles(slug, search.key(), search.value()))
                    .as(search.toString())
                    .containsExactly(changed);
            assertThat(reads.countUsers(slug, search)
                            .toCompletableFuture()
                            .join()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(profiles(slug, UserSearch.Key.EXTERNAL_ID, "ext-1")).isEmpty();
        assertThat(profiles(slug, UserSearch.Key.GROUP, "g")).isEmpty();
        assertThat(profiles(slug, UserSearch.Key.USERNAME, "nul\0")).isEmpty();
        assertThat(profiles(slug, UserSearch.Key.CHANGED_SINCE, "1999-01-01T00:00:00Z"))
                .hasSize(5);
        assertThat(profiles(slug, UserSearch.Key.CHANGED_SINCE, "+999999999-01-01T00:00:00Z"))
                .isEmpty();
        assertThat(reads.findUsers(slug, UserSearch.ANY, null, 4, 2)
                        .toCompletableFuture()
                        .join()
                        .items())
                .hasSize(1);
        assertThat(reads.findUsers(slug, UserSearch.ANY, null, 0, 4)
                        .toCompletableFuture()
                        .join()
                        .nextCursor())
                .isNotNull();
    }

    private List<UserProfile> profiles(Slug slug, UserSearch.Key key, String value) {
        return reads
                .findUsers(slug, new UserSearch(key, value), null, 0, 50)
                .toCompletableFuture()
                .join()
                .items()
                .stream()
                .map(UserRecord::profile)
                .toList();
    }

    @Test
    void whoOwesSomethingIsFoundTheSoonestFirstAlsoAfterADeletion() {
        Slug slug = TenantPostgres.shared().workspace("group-owing");
        JournalScenario scenario = new JournalScenario(slug, 1);
        Instant now = Instant.parse("2026-01-02T03:04:05.678901Z");
        submit(slug, scenario.of(1, created("one", null), queued(now.plusSeconds(9))))
                .join();
        submit(slug, scenario.of(2, created("two", null), new AccountEvent.Deleted(), queued(now)))
                .join();
        submit(slug, scenario.of(3, created("three", null), queued(now), new AccountEvent.Deleted()))
                .join();

        assertThat(reads.owing(slug, 10).toCompletableFuture().join())
                .containsExactly(
                        new Owing(new UserId("user-0002"), now),
                        new Owing(new UserId("user-0001"), now.plusSeconds(9)));
        assertThat(reads.owing(slug, 1).toCompletableFuture().join()).hasSize(1);
        assertThat(reads.workspaces(new Slug("group-owinf"), 1)
                        .toCompletableFuture()
                        .join())
                .containsExactly(slug);
        assertThat(reads.workspaces(null, 1000).toCompletableFuture().join())
                .contains(slug)
                .isSortedAccordingTo(java.util.Comparator.comparing(Slug::value));
    }

    @Test
    void aSignUpThatIsOverIsFoundAndLeavesNothing() {
        Slug slug = TenantPostgres.shared().workspace("group-sign-up");
        JournalScenario scenario = new JournalScenario(slug, 1);
        Instant end = Instant.parse("2026-01-10T03:04:05.678901Z");
        UserProfile profile = scenario.profile(1);
        submit(
                        slug,
                        scenario.of(
                                1,
                                new AccountEvent.SignUpBegun(profile, "hash", false),
                                new DeliveryEvent.DueChanged(end)))
                .join();
        submit(slug, scenario.of(2, new AccountEvent.SignUpBegun(scenario.profile(2), "hash", false)))
                .join();
        submit(slug, scenario.of(2, new DeliveryEvent.DueChanged(end), new DeliveryEvent.DueChanged(null)))
                .join();
        assertThat(reads.owing(slug, 10).toCompletableFuture().join())
                .containsExactly(new Owing(new UserId("user-0001"), end));

        scenario.act = com.prysmid.tenant.decide.SignUpExpiry.ACT;
        submit(slug, scenario.of(1, new AccountEvent.Deleted())).join();

        assertThat(reads.owing(slug, 10).toCompletableFuture().join()).isEmpty();
        assertThat(reads.findByLogin(slug, profile.username())
                        .toCompletableFuture()
                        .join())
                .as("the name is free")
                .isEmpty();
        AuditEntry newest = reads.searchAudit(slug, ALL, null, 1)
                .toCompletableFuture()
                .join()
                .items()
                .getFirst();
        assertThat(newest.type()).isEqualTo("user.deleted");
        assertThat(newest.actor().type()).isEqualTo("system");
        assertThat(newest.requestId()).isEqualTo("sign-up-expiry");
    }

    private static DeliveryEvent queued(Instant due) {
        return new DeliveryEvent.Queued(
                List.of(new DeliveryEvent.Item("d-1", new Outgoing.BackchannelLogout("app-1", "sid-1"))), due);
    }

    private List<String> find(Slug slug, String q) {
        return reads.listUsers(slug, q, null, null, 50).toCompletableFuture().join().items().stream()
                .map(UserEntry::id)
                .map(UserId::value)
                .toList();
    }

    private static Void save(SnapshotSql snapshots, java.sql.Connection connection, SnapshotRow row)
            throws java.sql.SQLException {
        snapshots.save(connection, row);
        return null;
    }

    private CompletableFuture<Void> submit(Slug slug, JournalWrite write) {
        return commits.submit(slug, write).toCompletableFuture();
    }

    private List<Long> auditNumbers(Slug slug) {
        return reads.searchAudit(slug, ALL, null, 1000).toCompletableFuture().join().items().stream()
                .map(AuditEntry::seq)
                .toList();
    }

    private static JournalWrite failedSignIn(Slug slug, int user) {
        return new JournalScenario(slug, user).of(user, wrongPassword());
    }

    private static SessionEvent wrongPassword() {
        return new SessionEvent.SignInFailed("wrong_password", true, null);
    }

    private static AccountEvent created(String username, @org.jspecify.annotations.Nullable String email) {
        return new AccountEvent.Created(
                new UserProfile(
                        username, email, false, null, false, null, null, null, null, null, UserProfile.More.NOTHING),
                null,
                com.prysmid.tenant.protocol.UserStatus.ACTIVE);
    }
}
