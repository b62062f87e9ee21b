package com.prysmid.gateway.admin;

import static com.prysmid.gateway.json.MergePatch.or;

import com.prysmid.gateway.json.MergePatch;
import com.prysmid.tenant.protocol.AccountCommand.User;
import com.prysmid.tenant.protocol.DirectoryCommand.UserEntry;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserProfile.Address;
import com.prysmid.tenant.protocol.UserProfile.More;
import com.prysmid.tenant.protocol.UserStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A user as JSON: OpenID Connect Core §5.1 names. */
final class UserBody {
    private UserBody() {}

    /**
     * @param password     at most 72 bytes
     * @param passwordHash bcrypt, made elsewhere; not both
     * @param invite       whether, where there is neither, the person is mailed an invitation; they are if nothing is said
     */
    record NewUser(
            String username,
            @Nullable PasswordInput password,
            @Nullable Secret passwordHash,
            @Nullable String email,
            @Nullable Boolean emailVerified,
            @Nullable String phoneNumber,
            @Nullable Boolean phoneNumberVerified,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String name,
            @Nullable String locale,
            @Nullable Address address,
            @Nullable String middleName,
            @Nullable String nickname,
            @Nullable String profile,
            @Nullable String picture,
            @Nullable String website,
            @Nullable String gender,
            @Nullable String birthdate,
            @Nullable String zoneinfo,
            @Nullable List<String> groups,
            @Nullable Map<String, String> attributes,
            @Nullable Boolean invite) {
        boolean invites() {
            return or(invite, true);
        }

        UserProfile toProfile() {
            return new UserProfile(
                    username,
                    email,
                    or(emailVerified, false),
                    phoneNumber,
                    or(phoneNumberVerified, false),
                    givenName,
                    familyName,
                    name,
                    locale,
                    address,
                    new More(
                            middleName,
                            nickname,
                            profile,
                            picture,
                            website,
                            gender,
                            birthdate,
                            zoneinfo,
                            or(groups, List.of()),
                            or(attributes, Map.of())));
        }

        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "NewUser[redacted]";
        }
    }

    /** RFC 7396 reaches into objects: members of the address are merged one by one. */
    record AddressPatch(
            Change<String> formatted,
            Change<String> streetAddress,
            Change<String> locality,
            Change<String> region,
            Change<String> postalCode,
            Change<String> country)
            implements MergePatch {
        private static final Address EMPTY = new Address(null, null, null, null, null, null);

        @Nullable
        Address over(@Nullable Address before) {
            Address old = before == null ? EMPTY : before;
            Address merged = new Address(
                    formatted.over(old.formatted()),
                    streetAddress.over(old.streetAddress()),
                    locality.over(old.locality()),
                    region.over(old.region()),
                    postalCode.over(old.postalCode()),
                    country.over(old.country()));
            return merged.equals(EMPTY) ? null : merged;
        }
    }

    record UserPatch(
            @Nullable String username,
            Change<String> email,
            @Nullable Boolean emailVerified,
            Change<String> phoneNumber,
            @Nullable Boolean phoneNumberVerified,
            Change<String> givenName,
            Change<String> familyName,
            Change<String> name,
            Change<String> locale,
            Change<AddressPatch> address,
            Change<String> middleName,
            Change<String> nickname,
            Change<String> profile,
            Change<String> picture,
            Change<String> website,
            Change<String> gender,
            Change<String> birthdate,
            Change<String> zoneinfo,
            @Nullable List<String> groups,
            Change<Map<String, String>> attributes)
            implements MergePatch {
        /** A new address that nobody said is verified is not. */
        UserProfile over(UserProfile old) {
            String newEmail = email.over(old.email());
            String newPhone = phoneNumber.over(old.phoneNumber());
            return new UserProfile(
                    or(username, old.username()),
                    newEmail,
                    or(emailVerified, old.emailVerified() && java.util.Objects.equals(newEmail, old.email())),
                    newPhone,
                    or(
                            phoneNumberVerified,
                            old.phoneNumberVerified() && java.util.Objects.equals(newPhone, old.phoneNumber())),
                    givenName.over(old.givenName()),
                    familyName.over(old.familyName()),
                    name.over(old.name()),
                    locale.over(old.locale()),
                    switch (address) {
                        case Change.Keep<AddressPatch> keep -> old.address();
                        case Change.Clear<AddressPatch> clear -> null;
                        case Change.Replace<AddressPatch>(AddressPatch patch) -> patch.over(old.address());
                    },
                    over(old.more()));
        }

        /** Attributes are replaced as a whole: what is left out is gone. */
        private More over(More old) {
            Map<String, String> changed = attributes.over(old.attributes());
            return new More(
                    middleName.over(old.middleName()),
                    nickname.over(old.nickname()),
                    profile.over(old.profile()),
                    picture.over(old.picture()),
                    website.over(old.website()),
                    gender.over(old.gender()),
                    birthdate.over(old.birthdate()),
                    zoneinfo.over(old.zoneinfo()),
                    or(groups, old.groups()),
                    changed == null ? Map.of() : changed,
                    old.provisioned());
        }

        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "UserPatch[redacted]";
        }
    }

    /**
     * @param password   null: the person is mailed a link to choose one
     * @param mustChange good for one sign-in, in which the user chooses another; by default it is not
     */
    record NewPassword(
            @Nullable PasswordInput password, @Nullable Boolean mustChange) {}

    record UserView(
            String id,
            String username,
            @Nullable String email,
            boolean emailVerified,
            @Nullable String phoneNumber,
            boolean phoneNumberVerified,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String name,
            @Nullable String locale,
            @Nullable Address address,
            @Nullable String middleName,
            @Nullable String nickname,
            @Nullable String profile,
            @Nullable String picture,
            @Nullable String website,
            @Nullable String gender,
            @Nullable String birthdate,
            @Nullable String zoneinfo,
            List<String> groups,
            Map<String, String> attributes,
            UserStatus state,
            boolean hasPassword,
            Instant createdAt,
            Instant updatedAt) {
        static UserView of(User user) {
            UserProfile profile = user.profile();
            return new UserView(
                    user.id().value(),
                    profile.username(),
                    profile.email(),
                    profile.emailVerified(),
                    profile.phoneNumber(),
                    profile.phoneNumberVerified(),
                    profile.givenName(),
                    profile.familyName(),
                    profile.name(),
                    profile.locale(),
                    profile.address(),
                    profile.more().middleName(),
                    profile.more().nickname(),
                    profile.more().profile(),
                    profile.more().picture(),
                    profile.more().website(),
                    profile.more().gender(),
                    profile.more().birthdate(),
                    profile.more().zoneinfo(),
                    profile.more().groups(),
                    profile.more().attributes(),
                    user.state(),
                    user.hasPassword(),
                    user.createdAt(),
                    user.updatedAt());
        }
    }

    /** A user in a list: what the directory keeps. */
    record UserSummary(
            String id,
            String username,
            @Nullable String email,
            @Nullable String phoneNumber,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String name,
            UserStatus state,
            Instant createdAt) {
        static UserSummary of(UserEntry entry) {
            return new UserSummary(
                    entry.id().value(),
                    entry.username(),
                    entry.email(),
                    entry.phoneNumber(),
                    entry.givenName(),
                    entry.familyName(),
                    entry.name(),
                    entry.state(),
                    entry.createdAt());
        }
    }
}
