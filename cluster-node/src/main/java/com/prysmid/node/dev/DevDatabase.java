package com.prysmid.node.dev;

import com.prysmid.tenant.schema.TenantDatabase;
import com.prysmid.tenant.schema.WorkspaceSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Dev's Postgres: durable like a real one ({@code fsync} and {@code synchronous_commit} on), reachable on 127.0.0.1 over
 * TLS 1.3 with a password only. Every start writes its settings anew; the data stays.
 */
final class DevDatabase implements AutoCloseable {

    static final String SUPERUSER = "postgres";

    private static final String ACCESS = """
            # Written by prysm dev at every start. TLS and a password, or nothing: no line allows a plain connection.
            hostssl all all 127.0.0.1/32 scram-sha-256
            """;

    private final DataDirectory data;
    private final PostgresBinaries binaries;
    private final Path rootCertificate;
    private final int port;

    private DevDatabase(DataDirectory data, PostgresBinaries binaries, Path rootCertificate, int port) {
        this.data = data;
        this.binaries = binaries;
        this.rootCertificate = rootCertificate;
        this.port = port;
    }

    static DevDatabase start(DataDirectory data, DevAuthority authority, PostgresBinaries binaries)
            throws DevFailure, IOException {
        Path files = data.postgres();
        if (!Files.exists(files.resolve("PG_VERSION"))) {
            initialize(data, binaries);
        }
        authority.internal(InternalName.POSTGRES);
        int port = freePort();
        Path access = files.resolve("prysm_hba.conf");
        PrivateFiles.write(access, ACCESS);
        PrivateFiles.write(files.resolve("prysm.conf"), settings(port, access, authority));
        Optional<String> failure = binaries.run(
                data.root(),
                "pg_ctl",
                List.of(
                        "start",
                        "-s",
                        "-w",
                        "-D",
                        files.toString(),
                        "-l",
                        data.postgresLog().toString()));
        if (failure.isPresent()) {
            throw new DevFailure("Postgres did not start: see " + data.postgresLog());
        }
        return new DevDatabase(data, binaries, authority.rootFile(), port);
    }

    /**
     * Stops what a killed dev left running. The caller holds the data directory's lock, so no living dev owns it; pg_ctl
     * answers an error where there is nothing, or only a stale postmaster.pid, which Postgres removes by itself.
     */
    static void stopLeftover(DataDirectory data, PostgresBinaries binaries) throws IOException {
        if (Files.exists(data.postgres().resolve("postmaster.pid"))) {
            stop(data, binaries);
        }
    }

    private static void initialize(DataDirectory data, PostgresBinaries binaries) throws IOException, DevFailure {
        Path password = data.secrets().resolve(SUPERUSER);
        PrivateFiles.secret(password);
        PrivateFiles.createDirectory(data.postgres());
        Optional<String> failure = binaries.run(
                data.root(),
                "initdb",
                List.of(
                        "-D",
                        data.postgres().toString(),
                        "-U",
                        SUPERUSER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"));
        if (failure.isPresent()) {
            throw new DevFailure("Postgres could not create its files in " + data.postgres() + ": "
                    + failure.get().lines().reduce("", (first, last) -> last));
        }
        Files.writeString(
                data.postgres().resolve("postgresql.conf"), "\ninclude 'prysm.conf'\n", StandardOpenOption.APPEND);
    }

    private static String settings(int port, Path access, DevAuthority authority) {
        String name = InternalName.POSTGRES.fileName();
        return """
                # Written by prysm dev at every start.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                hba_file = %s
                ssl = on
                ssl_cert_file = %s
                ssl_key_file = %s
                ssl_min_protocol_version = 'TLSv1.3'
                password_encryption = 'scram-sha-256'
                fsync = on
                full_page_writes = on
                synchronous_commit = on
                max_connections = 100
                jit = off
                # Bound values are events and secrets: they stay out of the log, and so do the rows a DETAIL would quote.
                log_parameter_max_length = 0
                log_parameter_max_length_on_error = 0
                log_error_verbosity = terse
                """.formatted(
                        port, quoted(access), quoted(authority.certificateFile(name)), quoted(authority.keyFile(name)));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** A URL with which the driver checks the server's certificate and name. */
    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=verify-full&sslrootcert="
                + URLEncoder.encode(rootCertificate.toString(), StandardCharsets.UTF_8);
    }

    /** Where the password of a role is kept; made on first use. */
    Path passwordFile(String role) throws IOException {
        Path file = data.secrets().resolve(role);
        PrivateFiles.secret(file);
        return file;
    }

    String password(String role) throws IOException {
        return PrivateFiles.secret(data.secrets().resolve(role));
    }

    /**
     * Makes roles and databases, or brings them to this version.
     *
     * @throws DevFailure where there are workspaces of another version, with whose tables this one does not work
     */
    void install() throws SQLException, IOException, DevFailure {
        String superuser = password(SUPERUSER);
        TenantDatabase.install(
                database -> superuserSource(database, superuser),
                new TenantDatabase.Passwords(
                        password(TenantDatabase.NODE),
                        password(TenantDatabase.PROVISIONER),
                        password(TenantDatabase.CONTROL)));
        requireThisVersion(new WorkspaceSchemas(superuserSource(TenantDatabase.TENANTS, superuser)));
    }

    private void requireThisVersion(WorkspaceSchemas schemas) throws SQLException, DevFailure {
        for (int version : schemas.versions().values()) {
            // One that was left half made is finished by whoever made it.
            if (version != 0 && version != WorkspaceSchemas.VERSION) {
                throw new DevFailure("the data in " + data.root() + " is of "
                        + (version < WorkspaceSchemas.VERSION ? "an older" : "a newer")
                        + " version of Prysm:ID (tables of version " + version + ", not " + WorkspaceSchemas.VERSION
                        + "): empty it with --fresh, or choose another directory with --data");
            }
        }
    }

    private DataSource superuserSource(String database, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(database));
        source.setUser(SUPERUSER);
        source.setPassword(password);
        return source;
    }

    /** A connection as the superuser. */
    Connection superuser(String database) throws SQLException, IOException {
        return superuserSource(database, password(SUPERUSER)).getConnection();
    }

    @Override
    public void close() throws IOException {
        stop(data, binaries);
    }

    private static void stop(DataDirectory data, PostgresBinaries binaries) throws IOException {
        binaries.run(
                data.root(),
                "pg_ctl",
                List.of("stop", "-s", "-w", "-m", "fast", "-D", data.postgres().toString()));
    }
}
