package com.prysmid.tenant.journal;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.wire.DomainSerializer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random lives of a few users as journal writes, with the rows that the product makes of them. Repeatable by its seed. */
final class JournalScenario {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final Act ACT =
            new Act(com.prysmid.tenant.protocol.Actor.ANONYMOUS, "app-1", "192.0.2.1", "Firefox", "request-1");

    /** Under which the next events are. */
    Act act = ACT;

    private final DomainSerializer serializer = new DomainSerializer();
    private final DomainProjection projection = new DomainProjection();
    private final Slug slug;
    private final Random random;
    private final Map<Integer, Long> sequenceNrs = new HashMap<>();
    private final Map<Integer, Boolean> alive = new HashMap<>();

    JournalScenario(Slug slug, long seed) {
        this.slug = slug;
        this.random = new Random(seed);
    }

    /** The next write: one user's next one to three events. Call {@link #failed} for one that was not made. */
    JournalWrite next() {
        int user = random.nextInt(3);
        List<EventRow> events = new ArrayList<>();
        List<AuditRow> audit = new ArrayList<>();
        List<DirectoryChange> directory = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            add(user, events, audit, directory);
        }
        return new JournalWrite(events, audit, directory);
    }

    /** A write with these events of one user, numbered from one. */
    JournalWrite of(int user, UserEvent... facts) {
        List<EventRow> events = new ArrayList<>();
        List<AuditRow> audit = new ArrayList<>();
        List<DirectoryChange> directory = new ArrayList<>();
        for (UserEvent fact : facts) {
            append(user, fact, events, audit, directory);
        }
        return new JournalWrite(events, audit, directory);
    }

    /** Takes the numbers and lives of a write back that was not made. */
    void failed(JournalWrite write) {
        EventRow first = write.events().getFirst();
        int user = Integer.parseInt(
                first.persistenceId().substring(first.persistenceId().lastIndexOf('-') + 1));
        sequenceNrs.put(user, first.sequenceNr() - 1);
        alive.put(user, first.sequenceNr() > 1 && !first.manifest().equals("user.created/1"));
    }

    String persistenceId(int user) {
        return "User|" + slug.value() + "/user-000" + user;
    }

    private void add(int user, List<EventRow> events, List<AuditRow> audit, List<DirectoryChange> directory) {
        if (!alive.getOrDefault(user, false)) {
            append(
                    user,
                    new AccountEvent.Created(profile(user), null, com.prysmid.tenant.protocol.UserStatus.ACTIVE),
                    events,
                    audit,
                    directory);
            return;
        }
        append(
                user,
                switch (random.nextInt(10)) {
                    case 0 -> new AccountEvent.Deleted();
                    case 1 -> new AccountEvent.StatusChanged(StatusChange.LOCK, UserStatus.LOCKED);
                    case 2 -> new AccountEvent.StatusChanged(StatusChange.UNLOCK, UserStatus.ACTIVE);
                    case 3 -> new AccountEvent.Updated(profile(user), List.of("email"));
                    case 4, 5 -> delivered(random.nextBoolean() ? TIME.plusSeconds(random.nextInt(1000)) : null);
                    default -> new SessionEvent.SignInFailed("wrong_password", true, null);
                },
                events,
                audit,
                directory);
    }

    private void append(
            int user, UserEvent fact, List<EventRow> events, List<AuditRow> audit, List<DirectoryChange> directory) {
        Recorded<UserEvent> recorded = new Recorded<>(TIME, act, fact);
        long number = sequenceNrs.merge(user, 1L, Long::sum);
        events.add(new EventRow(
                persistenceId(user),
                number,
                "writer",
                TIME,
                serializer.identifier(),
                serializer.manifest(recorded),
                ByteBuffer.wrap(serializer.toBinary(recorded))));
        EventProjection.Rows rows = projection.project(persistenceId(user), number, recorded);
        audit.addAll(rows.audit());
        directory.addAll(rows.directory());
        alive.put(user, !(fact instanceof AccountEvent.Deleted));
    }

    private static DeliveryEvent delivered(@Nullable Instant due) {
        return new DeliveryEvent.Settled(
                "d-1", new Outgoing.BackchannelLogout("app-1", "sid-1"), DeliveryEvent.Ending.DELIVERED, 1, null, due);
    }

    UserProfile profile(int user) {
        return new UserProfile(
                "User-" + user,
                "mail" + random.nextInt(1000) + "@example.com",
                false,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                UserProfile.More.NOTHING);
    }
}
