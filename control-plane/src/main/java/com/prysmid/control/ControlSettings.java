package com.prysmid.control;

import com.prysmid.control.dataplane.DataPlaneSettings;
import com.prysmid.control.operating.AdminApiSettings;
import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.tls.MutualTls;
import com.prysmid.control.tls.ServerIdentity;
import com.prysmid.control.value.Secret;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.vault.VaultSettings;
import com.prysmid.control.workspaces.BackOff;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Everything the control plane has to be told.
 *
 * @param domain the product's, in lower case: the API is served at {@code api.<domain>}
 * @param workspacesPort where workspaces are reached from outside; part of the issuer unless it is 443
 * @param creationWait how long {@code POST /v1/workspaces} waits for the end of provisioning before it answers "provisioning"
 * @param adminApi how workspaces' public origins are reached
 * @param vault the keys under which secrets are sealed before they are persisted
 * @param retry how unreachable data planes are asked again
 * @param bootstrapTokenSha256 a token to make the others with
 * @param securityContact where weaknesses are reported: {@code mailto:}, {@code tel:} or {@code https:}
 * @param dashboard what is served at {@code app.<domain>}
 */
public record ControlSettings(
        String domain,
        int workspacesPort,
        Duration creationWait,
        BindSettings bind,
        ClusterSettings cluster,
        DatabaseSettings database,
        DataPlaneSettings dataPlane,
        AdminApiSettings adminApi,
        VaultSettings vault,
        BackOff retry,
        Optional<Sha256> bootstrapTokenSha256,
        URI securityContact,
        DashboardSettings dashboard) {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private static final Set<String> CONTACTS = Set.of("mailto", "tel", "https");

    /** Well below the server's own time-out for a request, 20 s, together with the time for asking. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    public ControlSettings {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("domain must be a host name in lower case");
        }
        if (workspacesPort < 1 || workspacesPort > 65_535) {
            throw new IllegalArgumentException("workspaces-port must lie between 1 and 65535");
        }
        if (creationWait.isNegative() || creationWait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("creation-wait must lie between 0 and 8 seconds");
        }
        if (!CONTACTS.contains(String.valueOf(securityContact.getScheme()))) {
            throw new IllegalArgumentException("security-contact must be a mailto:, tel: or https: URI");
        }
    }

    /**
     * Reads {@code prysm.control}, whose defaults are in this module's reference.conf.
     *
     * @throws com.typesafe.config.ConfigException if a setting is missing or of another type
     * @throws IllegalArgumentException if one makes no sense
     */
    public static ControlSettings from(Config control) {
        Config bind = control.getConfig("bind");
        Config cluster = control.getConfig("cluster");
        Config database = control.getConfig("database");
        Config dataPlane = control.getConfig("data-plane");
        Config adminApi = control.getConfig("admin-api");
        Config retry = control.getConfig("retry");
        return new ControlSettings(
                control.getString("domain"),
                control.getInt("workspaces-port"),
                control.getDuration("creation-wait"),
                new BindSettings(
                        bind.getString("host"),
                        bind.getInt("port"),
                        new ServerIdentity(path(bind, "certificate"), path(bind, "key"))),
                new ClusterSettings(cluster.getString("host"), cluster.getInt("port"), mutual(cluster)),
                new DatabaseSettings(
                        database.getString("host"),
                        database.getInt("port"),
                        database.getString("name"),
                        database.getString("user"),
                        new Secret(database.getString("password")),
                        path(database, "authority"),
                        database.getInt("connections")),
                new DataPlaneSettings(
                        URI.create(dataPlane.getString("base-url")),
                        mutual(dataPlane),
                        dataPlane.getDuration("timeout")),
                new AdminApiSettings(
                        adminApi.hasPath("authority") ? Optional.of(path(adminApi, "authority")) : Optional.empty(),
                        adminApi.hasPath("address") ? Optional.of(adminApi.getString("address")) : Optional.empty(),
                        adminApi.getDuration("timeout")),
                new VaultSettings(paths(control, "vault.keys")),
                new BackOff(retry.getDuration("shortest"), retry.getDuration("longest"), retry.getDouble("jitter")),
                control.hasPath("bootstrap-token-sha256")
                        ? Optional.of(new Sha256(control.getString("bootstrap-token-sha256")))
                        : Optional.empty(),
                URI.create(
                        control.hasPath("security-contact")
                                ? control.getString("security-contact")
                                : "mailto:security@" + control.getString("domain")),
                new DashboardSettings(
                        control.getBoolean("dashboard.sign-in"),
                        control.hasPath("dashboard.origin")
                                ? Optional.of(URI.create(control.getString("dashboard.origin")))
                                : Optional.empty()));
    }

    private static MutualTls mutual(Config config) {
        return new MutualTls(path(config, "certificate"), path(config, "key"), path(config, "authority"));
    }

    private static Path path(Config config, String setting) {
        return Path.of(config.getString(setting));
    }

    /** One path or a list of them; none where nothing is given. */
    private static List<Path> paths(Config config, String setting) {
        if (!config.hasPath(setting)) {
            return List.of();
        }
        List<String> files = config.getValue(setting).valueType() == ConfigValueType.LIST
                ? config.getStringList(setting)
                : List.of(config.getString(setting));
        return files.stream().map(Path::of).toList();
    }
}
