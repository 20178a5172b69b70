package io.clientele.jobs.domain.sessions;

import io.clientele.jobs.domain.identity.Identifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Whose activity makes a session: one browser, installed application or person on one channel. The site, the app and the stores are
 * visited apart, also by who is known everywhere.
 *
 * @param channel as the contract has it
 * @param identifier the identifier closest to the device: it stays the same when somebody logs in in the middle of a visit
 */
public record Visitor(String channel, Identifier identifier) {

    private static final char SEPARATOR = '/';
    private static final int ID_BYTES = 16;

    /**
     * The visitor of an event.
     *
     * @param identifiers of the event, the most telling first; not empty
     */
    public static Visitor of(String channel, List<Identifier> identifiers) {
        return new Visitor(channel, identifiers.get(identifiers.size() - 1));
    }

    /** The visitor written as {@link #key}. */
    public static Visitor parse(String key) {
        int separator = key.indexOf(SEPARATOR);
        return new Visitor(key.substring(0, separator), Identifier.parse(key.substring(separator + 1)));
    }

    /** {@code channel/type:value}. */
    public String key() {
        return key(channel, identifier.text());
    }

    /** The key of a visitor. */
    public static String key(String channel, String identifier) {
        return channel + SEPARATOR + identifier;
    }

    /** The identifier of a key, {@code type:value}. */
    public static String identifier(String key) {
        return key.substring(key.indexOf(SEPARATOR) + 1);
    }

    /**
     * The id of the session that a visitor began at a time, of which there is one only: half of the SHA-256 of
     * {@code channel/type:value/microseconds}, in hexadecimal.
     */
    public static String sessionId(String key, long startedAt) {
        byte[] text = (key + SEPARATOR + startedAt).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
