package com.prysmid.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A running {@code ./prysm dev}, as its {@code dev.json} tells.
 *
 * @param workspacePort where workspaces answer, on 127.0.0.1
 * @param postgresPid   the server's first process; the others are its children
 */
record RunningInstance(
        String domain,
        int workspacePort,
        int consolePort,
        String apiToken,
        SSLContext tls,
        long nodePid,
        long postgresPid) {

    static RunningInstance read(Path data) throws IOException, GeneralSecurityException {
        JsonNode dev = new JsonMapper().readTree(data.resolve("dev.json").toFile());
        int port = dev.get("workspace_port").asInt();
        return new RunningInstance(
                dev.get("domain").asText(),
                port,
                dev.get("console_port").asInt(),
                dev.get("api_token").asText(),
                trusting(Path.of(dev.get("ca_cert").asText())),
                ProcessCpu.listeningOn(port),
                Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                        .getFirst()
                        .strip()));
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "dev", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    String apiHost() {
        return "api." + domain;
    }

    String workspaceHost(String slug) {
        return "auth." + slug + "." + domain;
    }
}
