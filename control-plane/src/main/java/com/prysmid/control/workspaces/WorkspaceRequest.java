package com.prysmid.control.workspaces;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A customer's wish for a workspace, parsed and valid.
 *
 * @param accountId the account it is to belong to; null: none
 */
public record WorkspaceRequest(
        Slug slug,
        DisplayName name,
        Plan plan,
        OwnerEmail ownerEmail,
        @Nullable PublicJwk adminJwk,
        @Nullable AccountId accountId) {
    /** Equal for equal requests: how a request that is sent again is recognised. */
    Sha256 fingerprint() {
        StringBuilder canonical = new StringBuilder();
        append(canonical, slug.text());
        append(canonical, name.text());
        append(canonical, plan.wire());
        append(canonical, ownerEmail.address());
        Map<String, Object> members = adminJwk == null ? Map.of() : new TreeMap<>(adminJwk.members());
        members.forEach((member, value) -> {
            append(canonical, member);
            append(canonical, value.toString());
        });
        // Absent, it leaves no trace: requests from before there were accounts keep their fingerprint.
        if (accountId != null) {
            append(canonical, "account");
            append(canonical, accountId.text());
        }
        return Sha256.of(canonical.toString());
    }

    /** Each part with its length, so that no two different requests give the same text. */
    private static void append(StringBuilder canonical, String part) {
        canonical.append(part.length()).append(':').append(part);
    }
}
