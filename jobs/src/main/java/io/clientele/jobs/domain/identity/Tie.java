package io.clientele.jobs.domain.identity;

/**
 * A link or a merge that joined two parts of a person. The ties of a person are a tree over its members: they say why the
 * members are one person, and taken up to some place, what the person was at that place.
 *
 * @param at its event time, epoch microseconds
 * @param isMerge whether it is an explicit merge; those come before all links
 * @param first the smaller identifier, {@code type:value}
 * @param second the greater identifier, {@code type:value}
 */
public record Tie(long at, boolean isMerge, String first, String second) {

    static Tie of(Linked link) {
        return new Tie(
                link.at(),
                false,
                link.pair().first().text(),
                link.pair().second().text());
    }

    static Tie of(Decision merge) {
        return new Tie(
                merge.at(),
                true,
                merge.pair().first().text(),
                merge.pair().second().text());
    }

    IdentifierPair pair() {
        return new IdentifierPair(Identifier.parse(first), Identifier.parse(second));
    }

    boolean isBefore(LinkPlace place) {
        return isMerge || new LinkPlace(at, pair()).compareTo(place) < 0;
    }

    /** The fact that it was. */
    IdentityFact fact() {
        return isMerge ? new Merged(pair(), at, "") : new Linked(pair(), at, "");
    }
}
