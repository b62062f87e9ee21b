package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.BcryptHash;
import com.prysmid.tenant.protocol.MailDomain;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserProfile;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which profiles and imported passwords are taken. */
public final class AccountRules {
    /** A practical part of RFC 5321: one {@code @}, no blanks, a dotted domain; delivery is the real proof. */
    private static final Pattern EMAIL = Pattern.compile(
            "[^@\\s\\p{Cntrl}\"(),:;<>\\[\\\\\\]]{1,64}@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+[\\p{L}\\p{N}]{2,63}");

    private static final int EMAIL_LIMIT = 254;
    /** E.164. */
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{4,14}");

    private static final int USERNAME_LIMIT = 128;

    private AccountRules() {}

    static void checkProfile(UserProfile profile, Findings findings) {
        String username = profile.username();
        findings.require(
                !username.isBlank()
                        && username.equals(username.strip())
                        && username.codePointCount(0, username.length()) <= USERNAME_LIMIT
                        && username.codePoints().noneMatch(Character::isISOControl),
                "username",
                "format",
                "must have 1 to " + USERNAME_LIMIT + " characters, none of them a control character, no outer blanks");
        // It would be the same name as that address, and not look like it.
        findings.require(
                isEmail(username) || !isEmail(LoginNames.key(username)),
                "username",
                "format",
                "must write an e-mail address in its plain form");
        if (profile.email() != null) {
            findings.require(isEmail(profile.email()), "email", "format", "must be an e-mail address");
        }
        findings.require(
                !profile.emailVerified() || profile.email() != null,
                "email_verified",
                "inconsistent",
                "needs an e-mail address");
        findings.require(
                !profile.phoneNumberVerified() || profile.phoneNumber() != null,
                "phone_number_verified",
                "inconsistent",
                "needs a phone number");
        if (profile.phoneNumber() != null) {
            findings.require(
                    PHONE.matcher(profile.phoneNumber()).matches(),
                    "phone_number",
                    "format",
                    "must be in E.164 form, such as +4930123456");
        }
        name(profile.givenName(), "given_name", findings);
        name(profile.familyName(), "family_name", findings);
        name(profile.name(), "name", findings);
        if (profile.locale() != null) {
            findings.require(isLanguageTag(profile.locale()), "locale", "format", "must be a BCP 47 language tag");
        }
        ExtendedProfileRules.check(profile.more(), findings);
        UserProfile.Address address = profile.address();
        if (address != null) {
            addressPart(address.formatted(), "address.formatted", findings);
            addressPart(address.streetAddress(), "address.street_address", findings);
            addressPart(address.locality(), "address.locality", findings);
            addressPart(address.region(), "address.region", findings);
            addressPart(address.postalCode(), "address.postal_code", findings);
            addressPart(address.country(), "address.country", findings);
        }
    }

    static boolean isEmail(String text) {
        return text.length() <= EMAIL_LIMIT
                && EMAIL.matcher(text).matches()
                && MailDomain.ascii(text.substring(text.lastIndexOf('@') + 1)).isPresent();
    }

    static void checkHash(Secret hash, Findings findings) {
        findings.require(
                isBcrypt(hash.reveal()),
                "password_hash",
                "format",
                "must be a bcrypt hash, $2a$, $2b$ or $2y$, with a cost of 4 to 14");
    }

    private static boolean isBcrypt(String text) {
        try {
            int cost = new BcryptHash(text).cost();
            return cost >= 4 && cost <= 14;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void name(@Nullable String text, String field, Findings findings) {
        if (text != null) {
            findings.requireName(field, text);
        }
    }

    private static void addressPart(@Nullable String text, String field, Findings findings) {
        if (text != null) {
            findings.require(
                    text.length() <= 500
                            && text.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r'),
                    field,
                    "format",
                    "must have at most 500 characters and no control characters but line breaks");
        }
    }

    private static boolean isLanguageTag(String tag) {
        try {
            return !new Locale.Builder()
                    .setLanguageTag(tag)
                    .build()
                    .getLanguage()
                    .isEmpty();
        } catch (IllformedLocaleException e) {
            return false;
        }
    }
}
