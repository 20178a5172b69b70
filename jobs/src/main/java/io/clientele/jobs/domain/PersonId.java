package io.clientele.jobs.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id of a person: a pure function of the identifier that stands for it, so that every run gives the same id. */
public final class PersonId {

    private static final int BYTES = 16;
    private static final int DIGITS = 2 * BYTES;

    private PersonId() {}

    /**
     * The person that is known by this identifier.
     *
     * @param type the identifier's type, such as {@code customer_id}
     * @param value its value
     * @return 32 hexadecimal digits: the first 128 bits of SHA-256 over {@code type:value}
     */
    public static String of(String type, String value) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((type + ':' + value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /**
     * The same person, of whose identifier nothing but the digest is left.
     *
     * @param digest SHA-256 over {@code type:value} in hexadecimal digits
     */
    public static String ofDigest(String digest) {
        return digest.substring(0, DIGITS);
    }
}
