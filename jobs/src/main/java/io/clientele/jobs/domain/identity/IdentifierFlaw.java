package io.clientele.jobs.domain.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a value identifies nobody. Clients send such values for lack of a better one: linking by them would join all. */
public enum IdentifierFlaw {
    /** Nothing but white space. */
    EMPTY,
    /** Nothing but zeros, with or without hyphens: a number or UUID that was never set. */
    ALL_ZEROS,
    /** A word for "none", or the hash of one. */
    PLACEHOLDER,
    /** Of a hashed type, but not 64 hexadecimal digits. */
    NOT_A_HASH;

    private static final int HASH_DIGITS = 64;
    private static final Set<String> WORDS = Set.of("-1", "null", "none", "undefined", "anonymous", "unknown");
    private static final Set<String> HASHED_WORDS = Stream.concat(WORDS.stream(), Stream.of("", "0"))
            .map(IdentifierFlaw::sha256)
            .collect(Collectors.toSet());

    /** What is wrong with a value; null when it can identify somebody. */
    public static @Nullable IdentifierFlaw of(IdentifierType type, String value) {
        if (value.isBlank()) {
            return EMPTY;
        }
        if (isAllZeros(value)) {
            return ALL_ZEROS;
        }
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (WORDS.contains(word)) {
            return PLACEHOLDER;
        }
        if (!type.isHash()) {
            return null;
        }
        if (!isHash(value)) {
            return NOT_A_HASH;
        }
        return HASHED_WORDS.contains(word) ? PLACEHOLDER : null;
    }

    private static boolean isAllZeros(String value) {
        boolean isAnyZero = false;
        for (int at = 0; at < value.length(); at++) {
            char digit = value.charAt(at);
            if (digit != '0' && digit != '-') {
                return false;
            }
            isAnyZero |= digit == '0';
        }
        return isAnyZero;
    }

    private static boolean isHash(String value) {
        return value.length() == HASH_DIGITS && value.chars().allMatch(HexFormat::isHexDigit);
    }

    private static String sha256(String word) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
