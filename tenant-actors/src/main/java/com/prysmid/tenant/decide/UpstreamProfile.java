package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.UserProfile;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A profile out of an upstream provider's claims. A value that no profile of ours may have is left out: a strange nickname elsewhere
 * keeps nobody from signing in here.
 */
public final class UpstreamProfile {
    private static final String ATTRIBUTE = "attributes.";
    private static final String NOBODY = "user";
    private static final int VALUE_LIMIT = 1_000;

    /** The members that a mapping may fill, each from the claim of the same name unless it says otherwise; the login name apart. */
    private static final Set<String> MEMBERS = Set.of(
            "username",
            "email",
            "phone_number",
            "given_name",
            "family_name",
            "name",
            "locale",
            "middle_name",
            "nickname",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo");

    private UpstreamProfile() {}

    static boolean isMember(String name) {
        return MEMBERS.contains(name) || (name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length());
    }

    /**
     * The login name is a wish: {@link #wishes} tells in which order.
     *
     * @param claims        of the upstream provider
     * @param mapping       member → claim
     * @param emailVerified whether the provider is believed about the address
     */
    public static UserProfile of(Map<String, Object> claims, Map<String, String> mapping, boolean emailVerified) {
        UserProfile profile = new UserProfile(NOBODY, null, false, null, false, null, null, null, null, null, null);
        for (String member : MEMBERS) {
            String value = text(claims, mapping.getOrDefault(member, member));
            if (value != null && !member.equals("username")) {
                profile = kept(profile, with(member, value));
            }
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        mapping.forEach((member, claim) -> {
            String value = member.startsWith(ATTRIBUTE) ? text(claims, claim) : null;
            if (value != null) {
                attributes.put(member.substring(ATTRIBUTE.length()), value);
            }
        });
        if (!attributes.isEmpty()) {
            profile = kept(profile, before -> before.with(more(before.more(), null, null, attributes)));
        }
        return emailVerified && profile.email() != null
                ? profile.reachedAt(profile.username(), profile.email(), true)
                : profile;
    }

    /**
     * Login names to try, the best first; none of them may be free. One that looks like an address is taken only where it is the
     * person's own: nobody is called by somebody else's.
     */
    public static List<String> wishes(Map<String, Object> claims, Map<String, String> mapping, UserProfile profile) {
        String verified = profile.emailVerified() ? profile.email() : null;
        String preferred = text(claims, mapping.getOrDefault("username", "preferred_username"));
        List<String> wishes = new ArrayList<>();
        for (String wish : new @Nullable String[] {preferred, profile.email()}) {
            if (wish != null) {
                String own = wish.equals(verified) ? wish : beforeAt(wish);
                if (isUsername(own) && !wishes.contains(own)) {
                    wishes.add(own);
                }
            }
        }
        if (wishes.isEmpty()) {
            wishes.add(NOBODY);
        }
        return List.copyOf(wishes);
    }

    /** By the key, as names are compared: it knows other characters too that are an {@code @}. */
    private static String beforeAt(String wish) {
        if (LoginNames.key(wish).indexOf('@') < 0) {
            return wish;
        }
        String plain = Normalizer.normalize(wish, Normalizer.Form.NFKC);
        return plain.substring(0, Math.max(0, plain.indexOf('@')));
    }

    private static boolean isUsername(String name) {
        UserProfile profile = new UserProfile(name, null, false, null, false, null, null, null, null, null, null);
        return isGood(profile);
    }

    private static UserProfile kept(UserProfile before, UnaryOperator<UserProfile> change) {
        UserProfile after = change.apply(before);
        return isGood(after) ? after : before;
    }

    private static boolean isGood(UserProfile profile) {
        Findings findings = new Findings();
        AccountRules.checkProfile(profile, findings);
        return findings.refusal().isEmpty();
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        String text = value instanceof String string
                ? string.strip()
                : value instanceof Number || value instanceof Boolean ? String.valueOf(value) : "";
        boolean storable = text.indexOf('\0') < 0 && text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        return text.isEmpty() || text.length() > VALUE_LIMIT || !storable ? null : text;
    }

    private static UnaryOperator<UserProfile> with(String member, String value) {
        return p -> switch (member) {
            case "email" -> p.reachedAt(p.username(), value, false);
            case "phone_number" ->
                new UserProfile(
                        p.username(),
                        p.email(),
                        p.emailVerified(),
                        value,
                        false,
                        p.givenName(),
                        p.familyName(),
                        p.name(),
                        p.locale(),
                        p.address(),
                        p.more());
            case "given_name" -> withNames(p, value, p.familyName(), p.name(), p.locale());
            case "family_name" -> withNames(p, p.givenName(), value, p.name(), p.locale());
            case "name" -> withNames(p, p.givenName(), p.familyName(), value, p.locale());
            case "locale" -> withNames(p, p.givenName(), p.familyName(), p.name(), value.replace('_', '-'));
            default -> p.with(more(p.more(), member, value, p.more().attributes()));
        };
    }

    private static UserProfile withNames(
            UserProfile p,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String name,
            @Nullable String locale) {
        return new UserProfile(
                p.username(),
                p.email(),
                p.emailVerified(),
                p.phoneNumber(),
                p.phoneNumberVerified(),
                givenName,
                familyName,
                name,
                locale,
                p.address(),
                p.more());
    }

    private static UserProfile.More more(
            UserProfile.More m, @Nullable String member, @Nullable String value, Map<String, String> attributes) {
        return new UserProfile.More(
                "middle_name".equals(member) ? value : m.middleName(),
                "nickname".equals(member) ? value : m.nickname(),
                "profile".equals(member) ? value : m.profile(),
                "picture".equals(member) ? value : m.picture(),
                "website".equals(member) ? value : m.website(),
                "gender".equals(member) ? value : m.gender(),
                "birthdate".equals(member) ? value : m.birthdate(),
                "zoneinfo".equals(member) ? value : m.zoneinfo(),
                m.groups(),
                attributes,
                m.provisioned());
    }
}
