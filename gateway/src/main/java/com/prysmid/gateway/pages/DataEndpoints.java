package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.AuditPages;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Json;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AuditCommand;
import com.prysmid.tenant.protocol.AuditCommand.AuditEntry;
import com.prysmid.tenant.protocol.AuditCommand.AuditFilter;
import com.prysmid.tenant.protocol.ConsentCommand;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.PasskeyCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.UserProfile;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/account/data}: a copy of all that is known of somebody (GDPR Art. 15 and 20), as one JSON file: no hash, no seed, no
 * token. What others did is in it where it was done to this person. The whole audit journal of the person is in it, read and sent page by page.
 */
public final class DataEndpoints {
    /** Entries in one piece of the answer. */
    private static final int AT_ONCE = 100;

    private final Entities entities;
    private final AuditPages journal;
    private final AccountPages pages;

    private DataEndpoints(Entities entities, AccountPages pages) {
        this.entities = entities;
        this.journal = new AuditPages(entities);
        this.pages = pages;
    }

    public static List<Endpoint> endpoints(Entities entities, AccountPages pages) {
        DataEndpoints data = new DataEndpoints(entities, pages);
        return List.of(
                Endpoint.get(AccountSection.DATA.path(), Surface.PAGE, data::show),
                Endpoint.post(AccountSection.DATA.path(), Surface.PAGE, data::download));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        return pages.visit(
                context,
                AccountSection.DATA,
                visit -> CompletableFuture.completedStage(pages.show(
                        visit,
                        200,
                        new View(
                                "account-data.jte",
                                visit.words().text("data.title"),
                                new DataDownload(visit.csrf().value())))));
    }

    private CompletionStage<HttpResponse> download(RequestContext context) {
        return pages.actRecently(
                context,
                AccountSection.DATA,
                visit -> collect(visit)
                        .thenCompose(data -> activity(visit)
                                .thenApply(entries -> HttpResponse.create()
                                        .withEntity(HttpEntities.createChunked(
                                                ContentTypes.APPLICATION_JSON,
                                                Source.single(head(data)).concat(entries)))
                                        .addHeader(RawHeader.create(
                                                "Content-Disposition", "attachment; filename=\"my-data.json\"")))));
    }

    /** The object up to its last member. */
    private static ByteString head(Map<String, Object> data) {
        return ByteString.fromArray(Json.write(data)).dropRight(1).concat(ByteString.fromString(",\"activity\":"));
    }

    /** The last member, newest first, and the object's end: as it is read, however long it is. */
    private CompletionStage<Source<ByteString, NotUsed>> activity(AccountVisit visit) {
        Slug slug = visit.context().slug();
        String id = visit.userId().value();
        AuditFilter own = new AuditFilter(null, id, null, null, null);
        AuditFilter about = new AuditFilter(null, null, id, null, null);
        return journal.first(slug, own)
                .thenCombine(
                        journal.first(slug, about),
                        (firstOwn, firstAbout) -> entries(slug, own, firstOwn)
                                // What somebody did to themselves is in both.
                                .mergeSorted(
                                        entries(slug, about, firstAbout)
                                                .filter(entry ->
                                                        !entry.actor().id().equals(id)),
                                        Comparator.comparingLong(AuditEntry::seq)
                                                .reversed())
                                .map(entry -> ByteString.fromArray(Json.write(entry(visit, entry))))
                                .intersperse(
                                        ByteString.fromString("["),
                                        ByteString.fromString(","),
                                        ByteString.fromString("]}"))
                                .grouped(AT_ONCE)
                                .map(pieces ->
                                        pieces.stream().reduce(ByteString.emptyByteString(), ByteString::concat)));
    }

    private Source<AuditEntry, NotUsed> entries(Slug slug, AuditFilter filter, AuditCommand.AuditPage first) {
        return journal.from(slug, filter, first).mapConcat(AuditCommand.AuditPage::items);
    }

    private CompletionStage<Map<String, Object>> collect(AccountVisit visit) {
        Map<String, Object> data = new LinkedHashMap<>();
        return ask(
                        visit,
                        AccountCommand.User.class,
                        (context, replyTo) -> new AccountCommand.Get(context.slug(), visit.userId(), replyTo))
                .thenCompose(user -> {
                    data.put("id", user.id().value());
                    data.put("profile", profile(user.profile()));
                    data.put("state", user.state().name().toLowerCase(Locale.ROOT));
                    data.put("has_password", user.hasPassword());
                    data.put("roles_by_project", user.grants());
                    data.put("created_at", user.createdAt().toString());
                    data.put("updated_at", user.updatedAt().toString());
                    return ask(
                            visit,
                            SessionCommand.Sessions.class,
                            (context, replyTo) -> new SessionCommand.ListAll(context.slug(), visit.userId(), replyTo));
                })
                .thenCompose(sessions -> {
                    data.put(
                            "sessions",
                            sessions.items().stream()
                                    .map(DataEndpoints::session)
                                    .toList());
                    return ask(
                            visit,
                            ConsentCommand.Consents.class,
                            (context, replyTo) -> new ConsentCommand.ListAll(
                                    context.slug(),
                                    visit.userId(),
                                    visit.token().id(),
                                    visit.token().secret(),
                                    replyTo));
                })
                .thenCompose(consents -> {
                    data.put(
                            "consents",
                            consents.items().stream()
                                    .map(consent -> map(
                                            "client_id", consent.clientId(),
                                            "scopes", consent.scopes(),
                                            "given_at", consent.givenAt()))
                                    .toList());
                    return ask(
                            visit,
                            FactorCommand.FactorList.class,
                            (context, replyTo) -> new FactorCommand.ListAll(context.slug(), visit.userId(), replyTo));
                })
                .thenCompose(factors -> {
                    data.put(
                            "factors",
                            factors.items().stream()
                                    .map(factor -> map(
                                            "type", factor.type().name().toLowerCase(Locale.ROOT),
                                            "name", factor.name(),
                                            "added_at", factor.addedAt(),
                                            "last_used_at", factor.lastUsedAt()))
                                    .toList());
                    return ask(
                            visit,
                            PasskeyCommand.Passkeys.class,
                            (context, replyTo) -> new PasskeyCommand.ListAll(context.slug(), visit.userId(), replyTo));
                })
                .thenCompose(passkeys -> {
                    data.put(
                            "passkeys",
                            passkeys.items().stream()
                                    .map(passkey -> map(
                                            "name", passkey.name(),
                                            "created_at", passkey.createdAt(),
                                            "last_used_at", passkey.lastUsedAt()))
                                    .toList());
                    return ask(
                            visit,
                            IdentityCommand.Identities.class,
                            (context, replyTo) -> new IdentityCommand.ListAll(
                                    context.slug(), visit.userId(), visit.token(), replyTo));
                })
                .thenApply(identities -> {
                    data.put(
                            "linked_identities",
                            identities.items().stream()
                                    .map(identity -> map(
                                            "provider", identity.idpId(),
                                            "subject", identity.subject(),
                                            "label", identity.label(),
                                            "linked_at", identity.linkedAt()))
                                    .toList());
                    return data;
                });
    }

    private <R extends Reply> CompletionStage<R> ask(
            AccountVisit visit, Class<R> reply, BiFunction<RequestContext, ActorRef<Reply>, UserCommand> command) {
        return entities.user(
                visit.context().slug(), visit.userId(), replyTo -> command.apply(visit.context(), replyTo), reply);
    }

    /** Where somebody else acted, their address is theirs. */
    private static Map<String, Object> entry(AccountVisit visit, AuditEntry entry) {
        boolean own = entry.actor().id().equals(visit.userId().value());
        return map(
                "at",
                entry.at(),
                "type",
                entry.type(),
                "outcome",
                entry.outcome(),
                "by",
                own ? "you" : entry.actor().type(),
                "app_id",
                entry.appId(),
                "ip",
                own ? entry.ip() : null,
                "user_agent",
                own ? entry.userAgent() : null,
                "details",
                entry.details().isEmpty() ? null : entry.details());
    }

    private static Map<String, Object> session(SessionCommand.Session session) {
        return map(
                "signed_in_at", session.authTime(),
                "last_seen_at", session.lastSeenAt(),
                "expires_at", session.expiresAt(),
                "methods", session.amr(),
                "ip", session.ip(),
                "user_agent", session.userAgent());
    }

    private static Map<String, Object> profile(UserProfile profile) {
        UserProfile.More more = profile.more();
        UserProfile.Address address = profile.address();
        Map<String, Object> all = map(
                "username", profile.username(),
                "email", profile.email(),
                "email_verified", profile.emailVerified(),
                "phone_number", profile.phoneNumber(),
                "phone_number_verified", profile.phoneNumberVerified(),
                "given_name", profile.givenName(),
                "family_name", profile.familyName(),
                "middle_name", more.middleName(),
                "name", profile.name(),
                "nickname", more.nickname(),
                "profile", more.profile(),
                "picture", more.picture(),
                "website", more.website(),
                "gender", more.gender(),
                "birthdate", more.birthdate(),
                "zoneinfo", more.zoneinfo(),
                "locale", profile.locale(),
                "groups", more.groupNames(),
                "attributes", more.attributes());
        if (address != null) {
            all.put(
                    "address",
                    map(
                            "formatted", address.formatted(),
                            "street_address", address.streetAddress(),
                            "locality", address.locality(),
                            "region", address.region(),
                            "postal_code", address.postalCode(),
                            "country", address.country()));
        }
        return all;
    }

    /** Names and values in turn; null where there is nothing. */
    private static Map<String, Object> map(@Nullable Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                map.put(String.valueOf(pairs[i]), value instanceof Instant at ? at.toString() : value);
            }
        }
        return map;
    }
}
