package com.prysmid.node;

import com.prysmid.tenant.mail.PostSettings;
import com.prysmid.tenant.outbound.OutboundSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One node's configuration, read once. The defaults and their reasons stand in {@code node.conf}.
 *
 * @param config the resolved whole, from which Pekko reads its own
 * @param domain workspaces live at {@code https://auth.<slug>.<domain>}
 * @param seeds {@code host:port} of members to join
 * @param keyEncryptionKey a Tink keyset's file
 * @param interactionKeyset a Tink keyset's file
 * @param outbound bounds of what tenants make us fetch
 * @param post how mails reach people
 * @param drain how long the node says it is not ready before its listeners close
 */
public record NodeSettings(
        Config config,
        String domain,
        Set<Role> roles,
        List<String> seeds,
        PublicListener publicListener,
        ProvisioningListener provisioning,
        Path keyEncryptionKey,
        Path interactionKeyset,
        OutboundSettings outbound,
        PostSettings post,
        Duration drain) {

    /** What a node does; the cluster's other members see the names in lower case. */
    public enum Role {
        WORKSPACE,
        GATEWAY;

        /** The role's name in the cluster. */
        public String roleName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The listener for browsers and apps.
     *
     * @param port 0 lets the system choose
     * @param certificates a directory of PEM files
     * @param issuerPort the port in the issuers' URLs; 443 is left out of them
     * @param mtlsPort of the second listener, which asks clients for a certificate (RFC 8705); 0 lets the system choose
     * @param mtlsAliasPort the port in discovery's {@code mtls_endpoint_aliases}
     */
    public record PublicListener(
            String host, int port, Path certificates, int issuerPort, int mtlsPort, int mtlsAliasPort) {
        public PublicListener {
            for (int one : new int[] {port, issuerPort, mtlsPort, mtlsAliasPort}) {
                requirePort(one);
            }
            if (mtlsAliasPort == issuerPort) {
                throw new IllegalArgumentException("prysm.node.public.mtls-alias-port is not the issuer's port");
            }
        }
    }

    /**
     * The listener for the control plane.
     *
     * @param port 0 lets the system choose
     * @param certificate PEM file, as {@code key} and {@code authority} are
     * @param peerName the DNS name the control plane's certificate carries
     */
    public record ProvisioningListener(
            String host, int port, Path certificate, Path key, Path authority, String peerName) {
        public ProvisioningListener {
            requirePort(port);
        }
    }

    public NodeSettings {
        roles = Set.copyOf(roles);
        seeds = List.copyOf(seeds);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("prysm.node.roles names no role: a node does at least one thing");
        }
        if (domain.isBlank() || !domain.equals(domain.toLowerCase(Locale.ROOT)) || domain.endsWith(".")) {
            throw new IllegalArgumentException("prysm.domain is a host name in lower case without a trailing dot");
        }
    }

    private static void requirePort(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is between 0 and 65535: " + port);
        }
    }

    /** The defaults, with a deployment's file over them and system properties over both. */
    public static NodeSettings fromFile(File file) {
        return from(ConfigFactory.parseFile(
                file, com.typesafe.config.ConfigParseOptions.defaults().setAllowMissing(false)));
    }

    /** The defaults, with these values over them, by full path such as {@code prysm.node.public.port}. */
    public static NodeSettings with(Map<String, ?> values) {
        return from(ConfigFactory.parseMap(values));
    }

    private static NodeSettings from(Config deployment) {
        Config config = ConfigFactory.load(deployment.withFallback(ConfigFactory.parseResourcesAnySyntax("node")));
        Config node = config.getConfig("prysm.node");
        Set<Role> roles = new TreeSet<>();
        for (String role : node.getStringList("roles")) {
            roles.add(Role.valueOf(role.toUpperCase(Locale.ROOT)));
        }
        return new NodeSettings(
                config,
                config.getString("prysm.domain"),
                roles,
                node.getStringList("seeds"),
                new PublicListener(
                        node.getString("public.host"),
                        node.getInt("public.port"),
                        Path.of(node.getString("public.certificates")),
                        node.getInt("public.issuer-port"),
                        node.getInt("public.mtls-port"),
                        node.getInt("public.mtls-alias-port")),
                new ProvisioningListener(
                        node.getString("provisioning.host"),
                        node.getInt("provisioning.port"),
                        Path.of(node.getString("provisioning.certificate")),
                        Path.of(node.getString("provisioning.key")),
                        Path.of(node.getString("provisioning.authority")),
                        node.getString("provisioning.peer-name")),
                Path.of(node.getString("key-encryption-key")),
                Path.of(node.getString("interaction-keyset")),
                OutboundSettings.from(config.getConfig("prysm.outbound")),
                PostSettings.from(config.getConfig("prysm.mail")),
                node.getDuration("drain"));
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
