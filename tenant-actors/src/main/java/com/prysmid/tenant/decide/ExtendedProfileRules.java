package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.UserProfile.More;
import com.prysmid.tenant.protocol.UserProfile.Provisioned;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What fewer people have: OpenID Connect Core §5.1 claims beyond the everyday ones, groups, and a workspace's own attributes. */
final class ExtendedProfileRules {
    private static final int URL_LIMIT = 2_000;
    private static final int COUNT_LIMIT = 100;
    private static final int TEXT_LIMIT = 1_000;
    static final int EXTERNAL_ID_LIMIT = 255;
    /** Of one user: all of their names go into a token. */
    static final int MEMBERSHIP_LIMIT = 300;

    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]{0,63}");

    private ExtendedProfileRules() {}

    static void check(More more, Findings findings) {
        name(more.middleName(), "middle_name", findings);
        name(more.nickname(), "nickname", findings);
        name(more.gender(), "gender", findings);
        url(more.profile(), "profile", findings);
        url(more.picture(), "picture", findings);
        url(more.website(), "website", findings);
        findings.require(
                more.birthdate() == null || isBirthdate(more.birthdate()),
                "birthdate",
                "format",
                "must be YYYY-MM-DD, 0000-MM-DD or YYYY");
        findings.require(
                more.zoneinfo() == null || ZoneId.getAvailableZoneIds().contains(more.zoneinfo()),
                "zoneinfo",
                "format",
                "must be a name of the time zone database, such as Europe/Berlin");
        findings.require(
                more.groups().size() <= COUNT_LIMIT
                        && new HashSet<>(more.groups()).size() == more.groups().size(),
                "groups",
                "length",
                "must have at most " + COUNT_LIMIT + " entries, none twice");
        for (int i = 0; i < Math.min(more.groups().size(), COUNT_LIMIT); i++) {
            findings.requireName("groups[" + i + "]", more.groups().get(i));
        }
        findings.require(
                more.attributes().size() <= COUNT_LIMIT,
                "attributes",
                "length",
                "must have at most " + COUNT_LIMIT + " members");
        more.attributes().forEach((name, value) -> attribute(name, value, findings));
        provisioned(more.provisioned(), findings);
    }

    private static void provisioned(Provisioned provisioned, Findings findings) {
        findings.require(
                provisioned.externalId() == null || isExternalId(provisioned.externalId()),
                "external_id",
                "format",
                "must have 1 to " + EXTERNAL_ID_LIMIT + " characters, none of them a control character");
        findings.require(
                provisioned.memberOf().size() <= MEMBERSHIP_LIMIT,
                "groups",
                "length",
                "must be at most " + MEMBERSHIP_LIMIT + " groups");
        provisioned.types().forEach((of, type) -> findings.requireName(of + ".type", type));
    }

    /** Short enough for an index. */
    static boolean isExternalId(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= EXTERNAL_ID_LIMIT
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    static boolean isAttributeName(String name) {
        return ATTRIBUTE.matcher(name).matches();
    }

    private static void attribute(String name, String value, Findings findings) {
        boolean named = isAttributeName(name);
        findings.require(
                named,
                "attributes",
                "format",
                "must be named by a letter, then up to 63 letters, digits, or any of _ . : -");
        findings.require(
                !named || value.length() <= TEXT_LIMIT,
                "attributes." + (named ? name : ""),
                "length",
                "must have at most " + TEXT_LIMIT + " characters");
    }

    private static void name(@Nullable String text, String field, Findings findings) {
        if (text != null) {
            findings.requireName(field, text);
        }
    }

    /** Shown by apps as a link or an image: nothing that runs. */
    private static void url(@Nullable String text, String field, Findings findings) {
        findings.require(text == null || isWebUrl(text), field, "invalid_uri", "must be an http or https URL");
    }

    private static boolean isWebUrl(String text) {
        try {
            URI uri = new URI(text);
            return text.length() <= URL_LIMIT
                    && uri.getHost() != null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isBirthdate(String text) {
        try {
            // The year 0000 stands for one that is not told; it is a leap year.
            return YEAR.matcher(text).matches()
                    || LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
