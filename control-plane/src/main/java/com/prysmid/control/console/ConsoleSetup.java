package com.prysmid.control.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.control.operating.AdminApi;
import com.prysmid.control.operating.AdminReply;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.workspaces.IssuerNaming;
import com.prysmid.control.workspaces.ServiceAccountAccess;
import com.prysmid.control.workspaces.WorkspaceRequest;
import com.prysmid.control.workspaces.WorkspaceView;
import com.prysmid.control.workspaces.Workspaces;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes the workspace and registers the dashboard in it. Each call of it may be the second: then nothing is made twice. */
final class ConsoleSetup {
    /** Whose the administrator's key is, to the vault. */
    static final Binding ADMINISTRATOR = new Binding(Slug.CONSOLE, "administrator");

    /** Whose the dashboard's key is, to the vault. */
    static final Binding DASHBOARD = new Binding(Slug.CONSOLE, "dashboard");

    /** No request asked for it; the data plane wants to know one all the same. */
    static final Provenance BY = new Provenance(Actor.system("console"), "console", null, null);

    private final Workspaces workspaces;
    private final AdminApi adminApi;
    private final IssuerNaming issuers;
    private final OwnerEmail ownerEmail;

    /** @param issuers as of this start: the origin that the workspace was made with may have moved to another port */
    ConsoleSetup(Workspaces workspaces, AdminApi adminApi, IssuerNaming issuers) {
        this.workspaces = workspaces;
        this.adminApi = adminApi;
        this.issuers = issuers;
        this.ownerEmail = new OwnerEmail("console@" + issuers.domain());
    }

    /** The dashboard as the workspace knows it. */
    record Registered(String projectId, String clientId) {}

    /** Nobody knows whether the step was done; or it was refused, which another try may find changed. */
    static final class NotDone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotDone(String message) {
            super(message, null, false, false);
        }
    }

    /** @param before as registered for another origin, if it was */
    CompletionStage<Registered> run(
            SealedKeyPair administrator, SealedKeyPair app, @Nullable Registered before, String origin) {
        return workspace(administrator).thenCompose(view -> {
            ServiceAccountAccess access = new ServiceAccountAccess(
                    ADMINISTRATOR, issuers.of(Slug.CONSOLE), String.valueOf(view.bootstrapClientId()), administrator);
            return before == null ? register(access, app, origin) : move(access, before, origin);
        });
    }

    private CompletionStage<WorkspaceView> workspace(SealedKeyPair administrator) {
        WorkspaceRequest request = new WorkspaceRequest(
                Slug.CONSOLE, new DisplayName("Console"), Plan.ENTERPRISE, ownerEmail, administrator.publicKey(), null);
        return workspaces.create(request, BY, null).thenApply(creation -> {
            if (creation instanceof Workspaces.Creation.Accepted(WorkspaceView view)
                    && view.status() == WorkspaceView.Status.ACTIVE
                    && view.bootstrapClientId() != null) {
                return view;
            }
            throw new NotDone("the workspace console is not active: "
                    + creation.getClass().getSimpleName());
        });
    }

    private CompletionStage<Registered> register(ServiceAccountAccess access, SealedKeyPair app, String origin) {
        return adminApi.post(access, "/projects", object("name", "Dashboard"), "console-project")
                .thenApply(reply -> text(reply, "id"))
                .thenCompose(project -> adminApi.post(
                                access, "/projects/" + project + "/apps", app(app, origin), "console-app")
                        .thenApply(reply -> new Registered(project, text(reply, "client_id"))))
                // Customers come by themselves. Said once: from then on it is the operator's to change.
                .thenCompose(registered -> adminApi.patch(access, "/workspace", object("sign_up", "open"))
                        .thenApply(reply -> {
                            done(reply);
                            return registered;
                        }));
    }

    private CompletionStage<Registered> move(ServiceAccountAccess access, Registered before, String origin) {
        return adminApi.patch(
                        access, "/projects/" + before.projectId() + "/apps/" + before.clientId(), addresses(origin))
                .thenApply(reply -> {
                    done(reply);
                    return before;
                });
    }

    private static ObjectNode app(SealedKeyPair key, String origin) {
        ObjectNode app = addresses(origin)
                .put("client_name", "Dashboard")
                .put("token_endpoint_auth_method", "private_key_jwt")
                .put("token_endpoint_auth_signing_alg", "ES256")
                .put("id_token_signed_response_alg", "RS256")
                .put("first_party", true);
        app.putArray("grant_types").add("authorization_code");
        app.putArray("response_types").add("code");
        ObjectNode jwk = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, Object> member : key.publicKey().members().entrySet()) {
            jwk.put(member.getKey(), String.valueOf(member.getValue()));
        }
        app.putObject("jwks").putArray("keys").add(jwk);
        return app;
    }

    private static ObjectNode addresses(String origin) {
        ObjectNode addresses = JsonNodeFactory.instance.objectNode();
        addresses.putArray("redirect_uris").add(origin + "/bff/callback");
        addresses.putArray("post_logout_redirect_uris").add(origin + "/");
        return addresses;
    }

    private static ObjectNode object(String member, String value) {
        return JsonNodeFactory.instance.objectNode().put(member, value);
    }

    private static JsonNode done(AdminReply reply) {
        if (reply instanceof AdminReply.Done(JsonNode body)) {
            return body;
        }
        throw new NotDone(reply.toString());
    }

    private static String text(AdminReply reply, String member) {
        JsonNode value = done(reply).path(member);
        if (!value.isTextual()) {
            throw new NotDone("the admin API answers without " + member);
        }
        return value.textValue();
    }
}
