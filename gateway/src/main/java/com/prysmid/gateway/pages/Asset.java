package com.prysmid.gateway.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that pages load. Its path holds a digest of its content, so that it can be cached for ever and a new version is fetched at
 * once.
 *
 * @param path    {@code /ui/assets/<digest>.<ending>}
 * @param content UTF-8
 */
public record Asset(String path, String content) {
    static final String FOLDER = "/ui/assets/";

    /** The one stylesheet. */
    static final Asset STYLES = load("pages.css");

    /** On the browser's tab, for workspaces without a logo. */
    static final Asset ICON = load("icon.svg");

    /** @param name of a file beside this class */
    static Asset load(String name) {
        try (InputStream in = Asset.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the archive");
            }
            return of(
                    FOLDER,
                    name.substring(name.lastIndexOf('.')),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param ending with its dot */
    static Asset of(String folder, String ending, String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return new Asset(folder + HexFormat.of().formatHex(digest, 0, 8) + ending, content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
