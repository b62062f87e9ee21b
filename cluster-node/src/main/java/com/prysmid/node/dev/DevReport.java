package com.prysmid.node.dev;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a running dev is reached: {@code dev.json} for scripts, a table for people.
 *
 * @param apiToken valid at {@code apiUrl}
 * @param provisioningPort of the first node; for the control plane's certificate only
 * @param demo absent where no demo workspace could be made
 */
record DevReport(
        String domain,
        int workspacePort,
        int mtlsPort,
        int consolePort,
        int provisioningPort,
        String apiUrl,
        String appUrl,
        Path caCertificate,
        String apiToken,
        String mailboxUrl,
        @Nullable Demo demo) {

    /** The workspace to try things with. */
    record Demo(String slug, String issuer, String username, String password, String clientId) {
        /** The password is for dev.json and the terminal, not for logs. */
        @Override
        public String toString() {
            return "Demo[" + issuer + "]";
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "DevReport[" + apiUrl + "]";
    }

    void write(Path file) throws IOException {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("domain", domain)
                .put("workspace_port", workspacePort)
                .put("mtls_port", mtlsPort)
                .put("console_port", consolePort)
                .put("provisioning_port", provisioningPort)
                .put("api_url", apiUrl)
                .put("app_url", appUrl)
                .put("ca_cert", caCertificate.toString())
                .put("api_token", apiToken)
                .put("mailbox_url", mailboxUrl);
        if (demo != null) {
            json.putObject("demo")
                    .put("slug", demo.slug())
                    .put("issuer", demo.issuer())
                    .put("username", demo.username())
                    .put("password", demo.password())
                    .put("client_id", demo.clientId());
        }
        PrivateFiles.write(
                file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }

    String table(Duration took, Path devJson) {
        StringBuilder table = new StringBuilder()
                .append("\nPrysm:ID is ready (")
                .append(String.format(java.util.Locale.ROOT, "%.1f", took.toMillis() / 1000.0))
                .append(" s)\n\n");
        if (demo != null) {
            row(table, "demo workspace", demo.issuer());
            row(table, "  discovery", demo.issuer() + "/.well-known/openid-configuration");
            row(table, "  sign in as", demo.username() + "  password " + demo.password());
            row(table, "  client_id", demo.clientId());
        }
        row(table, "control plane API", apiUrl);
        row(table, "mail", mailboxUrl);
        row(table, "CA to trust", caCertificate.toString());
        row(table, "for scripts", devJson.toString());
        return table.append("\nCtrl-C stops it; the data stays.\n").toString();
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append(String.format(java.util.Locale.ROOT, "  %-18s %s%n", name, value));
    }
}
