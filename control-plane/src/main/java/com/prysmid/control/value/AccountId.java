package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;

/** A customer's account: {@code acct_} and 32 hexadecimal digits. Part of a persistence id. */
public record AccountId(@JsonValue String text) implements Comparable<AccountId> {
    private static final String PREFIX = "acct_";
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-f]{32}");

    @JsonCreator
    public AccountId {
        if (!SHAPE.matcher(text).matches()) {
            throw new InvalidValue("invalid_account", "must be the id of an account");
        }
    }

    /** One that nobody has. */
    public static AccountId random() {
        return new AccountId(PREFIX + UUID.randomUUID().toString().replace("-", ""));
    }

    /** Always the same for the same digest: a request that is sent again meets the account it made. */
    public static AccountId from(Sha256 digest) {
        return new AccountId(PREFIX + digest.hex().substring(0, 32));
    }

    @Override
    public int compareTo(AccountId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
