package io.clientele.jobs.domain.identity;

import java.util.Comparator;

/** Where a link or a merge stands in the canonical order in which they are applied: by event time, then by the pair. */
record LinkPlace(long at, IdentifierPair pair) implements Comparable<LinkPlace> {

    private static final Comparator<LinkPlace> ORDER =
            Comparator.comparingLong(LinkPlace::at).thenComparing(LinkPlace::pair);

    static LinkPlace of(Linked link) {
        return new LinkPlace(link.at(), link.pair());
    }

    static LinkPlace of(Decision decision) {
        return new LinkPlace(decision.at(), decision.pair());
    }

    @Override
    public int compareTo(LinkPlace other) {
        return ORDER.compare(this, other);
    }
}
