package com.prysmid.gateway.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The one stylesheet. Its path holds a digest of its content, so that it can be cached for ever and a new version is fetched
 * at once.
 *
 * @param path    {@code /ui/assets/<digest>.css}
 * @param content the rules
 */
record Stylesheet(String path, String content) {
    static final String FOLDER = "/ui/assets/";

    static Stylesheet load() {
        try (InputStream in = Stylesheet.class.getResourceAsStream("pages.css")) {
            if (in == null) {
                throw new IllegalStateException("the stylesheet is missing from the archive");
            }
            byte[] content = in.readAllBytes();
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
            return new Stylesheet(FOLDER + digest + ".css", new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
