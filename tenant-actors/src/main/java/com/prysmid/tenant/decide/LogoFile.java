package com.prysmid.tenant.decide;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the first bytes of a picture say of it: PNG, JPEG, GIF or WebP. Reads headers only, decodes nothing.
 *
 * @param width in pixels
 */
record LogoFile(String mediaType, int width, int height) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};

    /** Empty for what is none of them, or ends too early. */
    static Optional<LogoFile> read(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            if (startsWith(content, PNG) && text(content, 12, 4).equals("IHDR")) {
                return Optional.of(new LogoFile("image/png", bytes.getInt(16), bytes.getInt(20)));
            }
            if (text(content, 0, 6).equals("GIF87a") || text(content, 0, 6).equals("GIF89a")) {
                bytes.order(ByteOrder.LITTLE_ENDIAN);
                return Optional.of(new LogoFile("image/gif", unsigned(bytes, 6), unsigned(bytes, 8)));
            }
            if (content.length > 3 && (bytes.getInt(0) >>> 8) == 0xFFD8FF) {
                return jpeg(bytes);
            }
            if (text(content, 0, 4).equals("RIFF") && text(content, 8, 4).equals("WEBP")) {
                return webp(bytes.order(ByteOrder.LITTLE_ENDIAN), text(content, 12, 4));
            }
            return Optional.empty();
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** ITU-T T.81 §B.1.1: segments, until the frame header that tells the size. */
    private static Optional<LogoFile> jpeg(ByteBuffer bytes) {
        int at = 2;
        while ((bytes.get(at) & 0xFF) == 0xFF) {
            int marker = bytes.get(at + 1) & 0xFF;
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                return Optional.of(new LogoFile("image/jpeg", unsigned(bytes, at + 7), unsigned(bytes, at + 5)));
            }
            // A fill byte stands alone; any other segment tells its length, itself included.
            at += marker == 0xFF ? 1 : 2 + Math.max(2, unsigned(bytes, at + 2));
        }
        return Optional.empty();
    }

    /** RFC 9649 §2.5–2.7. */
    private static Optional<LogoFile> webp(ByteBuffer bytes, String chunk) {
        return switch (chunk) {
            case "VP8 " ->
                Optional.of(new LogoFile("image/webp", unsigned(bytes, 26) & 0x3FFF, unsigned(bytes, 28) & 0x3FFF));
            case "VP8L" -> {
                int sizes = bytes.getInt(21);
                yield Optional.of(new LogoFile("image/webp", (sizes & 0x3FFF) + 1, ((sizes >>> 14) & 0x3FFF) + 1));
            }
            case "VP8X" ->
                Optional.of(
                        new LogoFile("image/webp", (bytes.getInt(24) & 0xFFFFFF) + 1, (bytes.getInt(26) >>> 8) + 1));
            default -> Optional.empty();
        };
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    private static String text(byte[] content, int at, int length) {
        return content.length < at + length ? "" : new String(content, at, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean startsWith(byte[] content, byte[] beginning) {
        return content.length >= beginning.length
                && java.util.Arrays.equals(content, 0, beginning.length, beginning, 0, beginning.length);
    }
}
