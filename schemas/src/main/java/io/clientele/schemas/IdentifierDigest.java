package io.clientele.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The digest by which an erased identifier is still recognised: SHA-256 of {@code type:value}, in lower-case hexadecimal digits.
 * Hashes among the values are compared in lower case, as they are everywhere.
 */
public final class IdentifierDigest {
    private IdentifierDigest() {}

    /**
     * The digest of an identifier.
     *
     * @param type for example {@code customer_id}
     */
    public static String of(String type, String value) {
        String compared = type.endsWith("_sha256") ? value.toLowerCase(Locale.ROOT) : value;
        return ofText(type + ':' + compared);
    }

    /** The digest of an identifier in its canonical form, {@code type:value}. */
    public static String ofText(String identifier) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(identifier.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
