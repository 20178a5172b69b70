package io.clientele.jobs.domain.identity;

import io.clientele.jobs.domain.PersonId;
import java.util.Comparator;
import java.util.Locale;

/**
 * Something that a person is known by. Identifiers match exactly or not at all; only hashes are compared in lower case.
 * Ordered by type, the most telling first, then by value.
 *
 * @param value without an {@link IdentifierFlaw}
 */
public record Identifier(IdentifierType type, String value) implements Comparable<Identifier> {

    private static final Comparator<Identifier> ORDER =
            Comparator.comparing(Identifier::type).thenComparing(Identifier::value);
    private static final char SEPARATOR = ':';

    /** @throws IllegalArgumentException if the value identifies nobody; ask {@link IdentifierFlaw#of} before */
    public Identifier {
        IdentifierFlaw flaw = IdentifierFlaw.of(type, value);
        if (flaw != null) {
            throw new IllegalArgumentException(type.text() + " '" + value + "' identifies nobody: " + flaw);
        }
        value = type.isHash() ? value.toLowerCase(Locale.ROOT) : value;
    }

    /** The identifier written as {@link #text}. */
    public static Identifier parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("not type:value: " + text);
        }
        return new Identifier(IdentifierType.parse(text.substring(0, separator)), text.substring(separator + 1));
    }

    /** The canonical form, {@code type:value}. */
    public String text() {
        return prefix(type) + value;
    }

    /** What the canonical form of an identifier of this type begins with. */
    public static String prefix(IdentifierType type) {
        return type.text() + SEPARATOR;
    }

    /** The id of the person that this identifier stands for. */
    public String personId() {
        return PersonId.of(type.text(), value);
    }

    @Override
    public int compareTo(Identifier other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return text();
    }
}
