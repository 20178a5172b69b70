package io.clientele.jobs.domain.identity;

import java.util.Comparator;

/**
 * Two different identifiers, without direction.
 *
 * @param first the smaller one
 * @param second the greater one
 */
public record IdentifierPair(Identifier first, Identifier second) implements Comparable<IdentifierPair> {

    private static final Comparator<IdentifierPair> ORDER =
            Comparator.comparing(IdentifierPair::first).thenComparing(IdentifierPair::second);
    private static final char SEPARATOR = '|';

    /** @throws IllegalArgumentException unless the first is smaller */
    public IdentifierPair {
        if (first.compareTo(second) >= 0) {
            throw new IllegalArgumentException(first + " is not before " + second);
        }
    }

    /** The pair of two identifiers, whichever comes first. */
    public static IdentifierPair of(Identifier one, Identifier other) {
        return one.compareTo(other) <= 0 ? new IdentifierPair(one, other) : new IdentifierPair(other, one);
    }

    /** The pair written as {@link #text}. */
    public static IdentifierPair parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        int second = separator + 1 + Integer.parseInt(text.substring(0, separator));
        return new IdentifierPair(
                Identifier.parse(text.substring(separator + 1, second)), Identifier.parse(text.substring(second)));
    }

    /** A text that names this pair and no other: values may hold any character, so it begins with a length. */
    public String text() {
        String text = first.text();
        return text.length() + "" + SEPARATOR + text + second.text();
    }

    /** The one that this identifier is paired with. */
    public Identifier other(Identifier one) {
        return one.equals(first) ? second : first;
    }

    @Override
    public int compareTo(IdentifierPair other) {
        return ORDER.compare(this, other);
    }
}
