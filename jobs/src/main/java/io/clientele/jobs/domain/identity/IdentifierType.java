package io.clientele.jobs.domain.identity;

import java.util.Locale;

/** What an identifier identifies by, the most telling first: of equally old identifiers the first stands for the person. */
public enum IdentifierType {
    /** The shop's customer number. */
    CUSTOMER_ID,
    /** The number of a loyalty card. */
    LOYALTY_ID,
    /** SHA-256 of the normalised e-mail address. */
    EMAIL_SHA256,
    /** SHA-256 of the normalised phone number. */
    PHONE_SHA256,
    /** An installed app or a till. */
    DEVICE_ID,
    /** A visitor's cookie. */
    ANONYMOUS_ID;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The type called so in events and tables. */
    public static IdentifierType parse(String text) {
        for (IdentifierType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no identifier type " + text);
    }

    /** The name in events and tables. */
    public String text() {
        return text;
    }

    boolean isHash() {
        return this == EMAIL_SHA256 || this == PHONE_SHA256;
    }
}
