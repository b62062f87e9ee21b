package com.prysmid.control.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.prysmid.control.accounts.AccountEvent;
import com.prysmid.control.console.ConsoleEvent;
import com.prysmid.control.sessions.SessionEvent;
import com.prysmid.control.tokens.TokenEvent;
import com.prysmid.control.workspaces.IndexEvent;
import com.prysmid.control.workspaces.LifecycleEvent;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Events as JSON under stable names: {@code noun.fact/version}. Names and members outlive the Java classes; a golden file for each
 * name holds what is in old journals, and every version once written stays readable.
 */
public final class EventSerializer extends SerializerWithStringManifest {
    /** In every row of the journal: never to be changed. */
    private static final int IDENTIFIER = 731_001;

    static final Map<String, Class<?>> WIRE_NAMES = Map.ofEntries(
            Map.entry("workspace_lifecycle.requested/1", LifecycleEvent.Requested.class),
            Map.entry("workspace_lifecycle.schema_ready/1", LifecycleEvent.SchemaReady.class),
            Map.entry("workspace_lifecycle.keys_ready/1", LifecycleEvent.KeysReady.class),
            Map.entry("workspace_lifecycle.service_account_key_made/1", LifecycleEvent.ServiceAccountKeyMade.class),
            Map.entry("workspace_lifecycle.service_account_set/1", LifecycleEvent.ServiceAccountSet.class),
            Map.entry(
                    "workspace_lifecycle.service_account_key_sealed_again/1",
                    LifecycleEvent.ServiceAccountKeySealedAgain.class),
            Map.entry("workspace_lifecycle.service_account_key_lost/1", LifecycleEvent.ServiceAccountKeyLost.class),
            Map.entry("workspace_lifecycle.activated/1", LifecycleEvent.Activated.class),
            Map.entry("workspace_lifecycle.failed/1", LifecycleEvent.Failed.class),
            Map.entry("workspace_lifecycle.suspended/1", LifecycleEvent.Suspended.class),
            Map.entry("workspace_lifecycle.resumed/1", LifecycleEvent.Resumed.class),
            Map.entry("workspace_index.listed/1", IndexEvent.Listed.class),
            Map.entry("workspace_index.settled/1", IndexEvent.Settled.class),
            Map.entry("api_token.created/1", TokenEvent.Created.class),
            Map.entry("api_token.used/1", TokenEvent.Used.class),
            Map.entry("api_token.deleted/1", TokenEvent.Deleted.class),
            Map.entry("account.opened/1", AccountEvent.Opened.class),
            Map.entry("account.invited/1", AccountEvent.Invited.class),
            Map.entry("account.invitation_withdrawn/1", AccountEvent.InvitationWithdrawn.class),
            Map.entry("account.joined/1", AccountEvent.Joined.class),
            Map.entry("account.role_changed/1", AccountEvent.RoleChanged.class),
            Map.entry("account.left/1", AccountEvent.Left.class),
            Map.entry("console_session.signed_in/1", SessionEvent.SignedIn.class),
            Map.entry("console_session.used/1", SessionEvent.Used.class),
            Map.entry("console_session.signed_out/1", SessionEvent.SignedOut.class),
            Map.entry("console.keys_sealed/1", ConsoleEvent.KeysSealed.class),
            Map.entry("console.app_registered/1", ConsoleEvent.AppRegistered.class));

    private static final Map<Class<?>, String> NAME_OF = WIRE_NAMES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    // Unknown members are skipped, so that an older program can read what a newer one of the same version has added.
    private final JsonMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object event) {
        String name = NAME_OF.get(event.getClass());
        if (name == null) {
            throw new IllegalArgumentException(event.getClass() + " has no wire name");
        }
        return name;
    }

    @Override
    public byte[] toBinary(Object event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write " + manifest(event) + " as JSON", e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        Class<?> type = WIRE_NAMES.get(manifest);
        if (type == null) {
            throw new NotSerializableException("unknown event name " + manifest);
        }
        try {
            return json.readValue(bytes, type);
        } catch (IOException e) {
            // Without the cause: Jackson's messages repeat the source, which may hold an owner's address.
            throw new NotSerializableException("unreadable event of name " + manifest);
        }
    }
}
