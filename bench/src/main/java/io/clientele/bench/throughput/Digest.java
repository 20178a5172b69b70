package io.clientele.bench.throughput;

/**
 * What a set of rows is, in whatever order they come.
 *
 * @param rows how many
 * @param sum of their fingerprints
 */
public record Digest(long rows, long sum) {

    /** Of no rows. */
    public static final Digest NONE = new Digest(0, 0);

    /** Of the rows of both sets, which have none in common. */
    public Digest plus(Digest other) {
        return new Digest(rows + other.rows, sum + other.sum);
    }

    @Override
    public String toString() {
        return "%d:%016x".formatted(rows, sum);
    }

    static Digest parse(String text) {
        int colon = text.indexOf(':');
        return new Digest(
                Long.parseLong(text.substring(0, colon)), Long.parseUnsignedLong(text.substring(colon + 1), 16));
    }
}
