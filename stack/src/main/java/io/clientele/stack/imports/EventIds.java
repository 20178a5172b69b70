package io.clientele.stack.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids that depend on what an event is and on nothing else: the same invoice has the same event id in whichever file, on
 * whichever line and however often it is imported.
 */
public final class EventIds {
    private static final int BYTES = 16;

    private EventIds() {}

    /** The id of the thing that these parts name together: 32 hexadecimal digits of their SHA-256. */
    public static String of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
