package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.RawRequest;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import org.junit.jupiter.api.Test;

/** The listener that asks for certificates serves the same workspaces to clients, and pages to nobody. */
class MtlsListenerIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(DEV, "mtls-port");
    private static final String HOST = "auth." + WORKSPACE.slug() + "." + DEV.domain();

    @Test
    void servesTheWorkspaceUnderItsOneIssuer() {
        RawRequest.Reply reply = get(DEV.mtlsPort(), HOST + ":" + DEV.mtlsPort(), "/.well-known/openid-configuration");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("\"issuer\":\"" + WORKSPACE.issuer() + "\"");
    }

    @Test
    void eachListenerKnowsItsOwnPortOnly() {
        assertThat(get(DEV.mtlsPort(), HOST + ":" + DEV.workspacePort(), "/.well-known/openid-configuration")
                        .status())
                .isEqualTo(404);
        assertThat(get(DEV.workspacePort(), HOST + ":" + DEV.mtlsPort(), "/.well-known/openid-configuration")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void hasNoPages() {
        for (String page : new String[] {"/oauth/v2/authorize?client_id=x", "/ui/login", "/oidc/v1/end_session"}) {
            RawRequest.Reply reply = get(DEV.mtlsPort(), HOST + ":" + DEV.mtlsPort(), page);
            assertThat(reply.status()).as(page).isEqualTo(404);
            assertThat(reply.text().toLowerCase(java.util.Locale.ROOT)).doesNotContain("set-cookie");
        }
    }

    private static RawRequest.Reply get(int port, String host, String path) {
        return RawRequest.send(DEV.tls(), port, HOST, "GET " + path + " HTTP/1.1", "Host: " + host);
    }
}
