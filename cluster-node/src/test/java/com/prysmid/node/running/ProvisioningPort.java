package com.prysmid.node.running;

import com.nimbusds.jose.jwk.ECKey;
import com.prysmid.control.dataplane.DataPlaneClient;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.dataplane.DataPlaneSettings;
import com.prysmid.control.tls.MutualTls;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Slug;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Dev's provisioning port as the control plane meets it, with the control plane's own client and certificate. */
public final class ProvisioningPort implements AutoCloseable {
    private static final String TENANTS = "prysm_tenants";

    private final RunningDev dev;
    private final DataPlaneClient client;

    public ProvisioningPort(RunningDev dev) {
        this.dev = dev;
        this.client = new DataPlaneClient(new DataPlaneSettings(
                uri(),
                new MutualTls(file("control-plane.pem"), file("control-plane.key"), file("ca.pem")),
                Duration.ofSeconds(10)));
    }

    public DataPlaneClient client() {
        return client;
    }

    public URI uri() {
        return URI.create("https://127.0.0.1:"
                + dev.description().get("provisioning_port").asInt());
    }

    /** Of dev's certificates and keys. */
    public Path file(String name) {
        return dev.data().resolve("tls").resolve(name);
    }

    /** → its issuer. */
    String provision(String slug, String creationId, ECKey admin) {
        Slug name = new Slug(slug);
        done(client.createSchema(name, creationId));
        done(client.createKeys(name, creationId, new DisplayName(slug), Plan.FREE, "request"));
        return done(client.activate(name, creationId, key(admin))).issuer();
    }

    public static PublicJwk key(ECKey key) {
        return PublicJwk.parse(key.toPublicJWK().toJSONObject());
    }

    public static <T> DataPlaneReply<T> reply(CompletionStage<DataPlaneReply<T>> stage) {
        return stage.toCompletableFuture().join();
    }

    /** Asks once; anything but "done" fails. */
    public static <T> T done(CompletionStage<DataPlaneReply<T>> stage) {
        return switch (reply(stage)) {
            case DataPlaneReply.Done<T>(var value) -> value;
            case DataPlaneReply.Refused<T> refused -> throw new AssertionError(refused.toString());
            case DataPlaneReply.TryAgain<T> again -> throw new AssertionError(again.toString());
        };
    }

    /** A connection to the tenants' database with the password of one of dev's roles. */
    public Connection database(String role) throws SQLException, IOException {
        return database(role, TENANTS);
    }

    /** A connection to any of dev's databases with the password of one of its roles. */
    public Connection database(String role, String database) throws SQLException, IOException {
        return DriverManager.getConnection(
                databaseUrl(database),
                role,
                Files.readString(dev.data().resolve("secrets").resolve(role)).strip());
    }

    /** Of the tenants' database. */
    public String databaseUrl() throws IOException {
        return databaseUrl(TENANTS);
    }

    private String databaseUrl(String database) throws IOException {
        String port = Files.readAllLines(dev.data().resolve("postgres").resolve("postmaster.pid"))
                .get(3);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=verify-full&sslrootcert="
                + file("ca.pem");
    }

    @Override
    public void close() {
        client.close();
    }
}
