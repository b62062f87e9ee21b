package com.prysmid.tenant.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.prysmid.tenant.protocol.MailKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that is owed to somebody outside. Names what is to be told; its text is made anew for every attempt. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outgoing.Mail.class, name = "mail"),
    @JsonSubTypes.Type(value = Outgoing.CibaPing.class, name = "ciba_ping"),
    @JsonSubTypes.Type(value = Outgoing.BackchannelLogout.class, name = "backchannel_logout")
})
public sealed interface Outgoing permits Outgoing.Mail, Outgoing.ToApp {

    /**
     * To a person.
     *
     * @param address      empty once it is settled
     * @param locale       BCP 47, as the person prefers; null: as the workspace does
     * @param parameters   what the text names, such as {@code ip}; nothing secret
     * @param sealedSecret a link's token or a code, sealed with the workspace's data key for this user, kind and address
     * @param validUntil   from then on it is not sent any more
     */
    record Mail(
            MailKind purpose,
            String address,
            @Nullable String locale,
            Map<String, String> parameters,
            @Nullable String sealedSecret,
            Instant validUntil)
            implements Outgoing {
        public Mail {
            parameters = Map.copyOf(parameters);
        }

        /** What may be told of it afterwards. */
        public Mail settled() {
            return new Mail(purpose, "", null, Map.of(), null, validUntil);
        }

        /** Redacted: personal data. */
        @Override
        public String toString() {
            return "Mail[" + purpose + ", redacted]";
        }
    }

    /** To an app's own server. */
    sealed interface ToApp extends Outgoing {
        String clientId();
    }

    /** OpenID Connect CIBA Core 1.0 §10.2: the person has answered; what is told of it stays with the request. */
    record CibaPing(String clientId, String requestId) implements ToApp {}

    /**
     * OpenID Connect Back-Channel Logout §2.5: a session has ended.
     *
     * @param sid as the app knows it
     */
    record BackchannelLogout(String clientId, String sid) implements ToApp {}
}
