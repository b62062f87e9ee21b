package com.prysmid.node.dev;

import com.prysmid.node.ClusterNode;
import com.prysmid.node.NodeSettings;
import com.prysmid.node.tls.CertificateSource;
import com.prysmid.tenant.schema.TenantDatabase;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts cluster nodes of one dev instance: each with its own ports, all with the same authority, database and secrets. */
final class DevNodes {

    private static final String LOOPBACK = "127.0.0.1";

    private final String domain;
    private final int issuerPort;
    private final int mtlsPort;
    private final int mailPort;
    private final DevAuthority authority;
    private final DevDatabase database;
    private final DataDirectory data;
    private final DevOutbound outbound;

    /**
     * @param issuerPort where the node with the gateway listens, and what issuers name
     * @param mtlsPort where it asks for client certificates
     * @param mailPort where dev's own mail server listens
     */
    DevNodes(
            String domain,
            int issuerPort,
            int mtlsPort,
            int mailPort,
            DevAuthority authority,
            DevDatabase database,
            DataDirectory data,
            DevOutbound outbound) {
        this.domain = domain;
        this.issuerPort = issuerPort;
        this.mtlsPort = mtlsPort;
        this.mailPort = mailPort;
        this.authority = authority;
        this.database = database;
        this.data = data;
        this.outbound = outbound;
    }

    /** A node that answers browsers and runs workspaces; not joined yet. */
    ClusterNode startWithGateway(CertificateSource certificates) throws IOException {
        return ClusterNode.start(settings(List.of("workspace", "gateway")), certificates);
    }

    /** A node that runs workspaces; not joined yet. */
    ClusterNode start() throws IOException {
        return ClusterNode.start(settings(List.of("workspace")), null);
    }

    private NodeSettings settings(List<String> roles) throws IOException {
        Map<String, Object> values = new HashMap<>();
        values.put("prysm.domain", domain);
        values.put("prysm.node.roles", roles);
        values.put("prysm.node.artery.host", LOOPBACK);
        values.put("prysm.node.artery.port", 0);
        putFiles(values, "prysm.node.artery.", authority, InternalName.NODE);
        values.put("prysm.node.public.host", LOOPBACK);
        values.put("prysm.node.public.port", issuerPort);
        values.put("prysm.node.public.issuer-port", issuerPort);
        values.put("prysm.node.public.mtls-port", mtlsPort);
        values.put("prysm.node.public.mtls-alias-port", mtlsPort);
        values.put("prysm.node.provisioning.host", LOOPBACK);
        values.put("prysm.node.provisioning.port", 0);
        values.put("prysm.node.provisioning.peer-name", InternalName.CONTROL_PLANE.dnsName());
        putFiles(values, "prysm.node.provisioning.", authority, InternalName.PROVISIONING);
        values.put("prysm.node.management.host", LOOPBACK);
        values.put("prysm.node.management.port", 0);
        values.put(
                "prysm.node.key-encryption-key",
                data.secrets().resolve("key-encryption-key.json").toString());
        values.put(
                "prysm.node.interaction-keyset",
                data.secrets().resolve("interaction-keyset.json").toString());
        outbound.put(values, authority, data.tls().resolve("outbound.pem"));
        values.put("prysm.mail.host", LOOPBACK);
        values.put("prysm.mail.port", mailPort);
        values.put("prysm.mail.security", "tls");
        values.put("prysm.mail.from", "no-reply@" + domain);
        values.put("prysm.mail.trust", authority.rootFile().toString());
        // Nobody balances load in front of dev.
        values.put("prysm.node.drain", "0s");
        values.put("prysm.postgres.url", database.jdbcUrl(TenantDatabase.TENANTS));
        values.put(
                "prysm.postgres.password-file",
                database.passwordFile(TenantDatabase.NODE).toString());
        values.put(
                "prysm.provisioner.password-file",
                database.passwordFile(TenantDatabase.PROVISIONER).toString());
        // In dev and in tests nobody waits for 30 days.
        values.put("prysm.provisioner.keep-backups", "0s");
        // We end the systems ourselves, in order, and the JVM after them.
        values.put("pekko.coordinated-shutdown.exit-jvm", "off");
        values.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
        return NodeSettings.with(values);
    }

    static void putFiles(Map<String, Object> values, String prefix, DevAuthority authority, InternalName name) {
        values.put(
                prefix + "certificate",
                authority.certificateFile(name.fileName()).toString());
        values.put(prefix + "key", authority.keyFile(name.fileName()).toString());
        values.put(prefix + "authority", authority.rootFile().toString());
    }
}
