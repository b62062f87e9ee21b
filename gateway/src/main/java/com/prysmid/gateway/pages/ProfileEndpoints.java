package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SelfCommand;
import com.prysmid.tenant.protocol.SelfCommand.OwnProfile;
import com.prysmid.tenant.protocol.UserProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /ui/account/profile}: what somebody says of themselves. */
public final class ProfileEndpoints {
    private static final String SAVED = "saved";
    private static final int NOT_SAVED = 422;

    /** Names as in {@link OwnProfile}, and as browsers fill them in. */
    private static final Map<String, String> AUTOCOMPLETE = Map.of(
            "given_name", "given-name",
            "family_name", "family-name",
            "name", "name",
            "nickname", "nickname",
            "locale", "language",
            "zoneinfo", "off");

    private static final List<String> ORDER =
            List.of("given_name", "family_name", "name", "nickname", "locale", "zoneinfo");

    private final Entities entities;
    private final AccountPages pages;

    private ProfileEndpoints(Entities entities, AccountPages pages) {
        this.entities = entities;
        this.pages = pages;
    }

    public static List<Endpoint> endpoints(Entities entities, AccountPages pages) {
        ProfileEndpoints profile = new ProfileEndpoints(entities, pages);
        return List.of(
                Endpoint.get(AccountSection.PROFILE.path(), Surface.PAGE, profile::show),
                Endpoint.post(AccountSection.PROFILE.path(), Surface.PAGE, profile::save));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        boolean saved = context.query().has(SAVED);
        return pages.visit(
                context,
                AccountSection.PROFILE,
                visit -> profile(visit)
                        .thenApply(profile -> page(visit, 200, values(profile), profile, Set.of(), null, saved)));
    }

    private CompletionStage<HttpResponse> save(RequestContext context) {
        Form form = context.form();
        Map<String, String> typed = ORDER.stream()
                .collect(Collectors.toMap(
                        Function.identity(), name -> form.find(name).orElse("").strip()));
        return pages.act(
                context,
                AccountSection.PROFILE,
                visit -> entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new SelfCommand.UpdateProfile(
                                        context.slug(),
                                        visit.userId(),
                                        visit.token().id(),
                                        visit.token().secret(),
                                        own(typed),
                                        visit.act(),
                                        replyTo),
                                AccountCommand.User.class)
                        .thenApply(user -> CompletableFuture.completedStage(
                                Responses.seeOther(AccountSection.PROFILE.path() + "?" + SAVED + "=true")))
                        .exceptionally(thrown -> RefusedException.in(thrown)
                                .filter(refused -> refused.reason() == Refused.Reason.INVALID)
                                .map(refused -> again(visit, typed, refused))
                                .orElseGet(() -> CompletableFuture.failedFuture(thrown)))
                        .thenCompose(answer -> answer));
    }

    private CompletableFuture<HttpResponse> again(AccountVisit visit, Map<String, String> typed, Refused refused) {
        Set<String> wrong = refused.fields().stream()
                .map(Refused.FieldError::field)
                .filter(ORDER::contains)
                .collect(Collectors.toSet());
        String names = ORDER.stream()
                .filter(wrong::contains)
                .map(name -> visit.words().text("profile." + name))
                .collect(Collectors.joining(", "));
        String problem = visit.words().text("profile.wrong", names);
        return profile(visit)
                .thenApply(profile -> page(visit, NOT_SAVED, typed, profile, wrong, problem, false))
                .toCompletableFuture();
    }

    private CompletionStage<UserProfile> profile(AccountVisit visit) {
        return entities.user(
                        visit.context().slug(),
                        visit.userId(),
                        replyTo -> new AccountCommand.Get(visit.context().slug(), visit.userId(), replyTo),
                        AccountCommand.User.class)
                .thenApply(AccountCommand.User::profile);
    }

    private HttpResponse page(
            AccountVisit visit,
            int status,
            Map<String, String> values,
            UserProfile profile,
            Set<String> wrong,
            @Nullable String problem,
            boolean saved) {
        List<ProfileForm.Field> fields = ORDER.stream()
                .map(name -> new ProfileForm.Field(
                        name,
                        visit.words().text("profile." + name),
                        values.getOrDefault(name, ""),
                        AUTOCOMPLETE.getOrDefault(name, "off")))
                .toList();
        return pages.show(
                visit,
                status,
                new View(
                        "account-profile.jte",
                        visit.words().text("profile.title"),
                        new ProfileForm(visit.csrf().value(), fields, profile, wrong, problem, saved)));
    }

    private static Map<String, String> values(UserProfile profile) {
        return Map.of(
                "given_name", orEmpty(profile.givenName()),
                "family_name", orEmpty(profile.familyName()),
                "name", orEmpty(profile.name()),
                "nickname", orEmpty(profile.more().nickname()),
                "locale", orEmpty(profile.locale()),
                "zoneinfo", orEmpty(profile.more().zoneinfo()));
    }

    private static OwnProfile own(Map<String, String> typed) {
        return new OwnProfile(
                orNull(typed, "given_name"),
                orNull(typed, "family_name"),
                orNull(typed, "name"),
                orNull(typed, "nickname"),
                orNull(typed, "locale"),
                orNull(typed, "zoneinfo"));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String orNull(Map<String, String> typed, String name) {
        String text = typed.getOrDefault(name, "");
        return text.isEmpty() ? null : text;
    }
}
