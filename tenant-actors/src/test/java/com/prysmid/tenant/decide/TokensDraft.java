package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import com.prysmid.tenant.protocol.AppMetadata.Tokens;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an app registers of its tokens: as by default, but for what a test is about. */
public final class TokensDraft {
    private String subjectType = "public";
    private @Nullable String sectorIdentifierUri;
    private List<String> resources = List.of();
    private @Nullable JweAlgorithms idToken;
    private @Nullable String userinfoAlg;
    private @Nullable JweAlgorithms userinfo;
    private @Nullable String introspectionAlg;
    private @Nullable JweAlgorithms introspection;

    public TokensDraft pairwise() {
        subjectType = "pairwise";
        return this;
    }

    TokensDraft subjectType(String type) {
        subjectType = type;
        return this;
    }

    public TokensDraft sector(String uri) {
        sectorIdentifierUri = uri;
        return this;
    }

    public TokensDraft resources(String... uris) {
        resources = List.of(uris);
        return this;
    }

    public TokensDraft idToken(String alg, String enc) {
        idToken = new JweAlgorithms(alg, enc);
        return this;
    }

    public TokensDraft userinfo(@Nullable String alg, @Nullable JweAlgorithms encryption) {
        userinfoAlg = alg;
        userinfo = encryption;
        return this;
    }

    public TokensDraft introspection(@Nullable String alg, @Nullable JweAlgorithms encryption) {
        introspectionAlg = alg;
        introspection = encryption;
        return this;
    }

    public Tokens done() {
        return new Tokens(
                "RS256",
                false,
                false,
                subjectType,
                sectorIdentifierUri,
                resources,
                Map.of(),
                idToken,
                userinfoAlg,
                userinfo,
                introspectionAlg,
                introspection);
    }
}
