package io.clientele.jobs.domain.identity;

import java.util.Comparator;

/** Somebody's word on whether two identifiers belong to one person; the newest word about a pair is in force. */
public sealed interface Decision extends IdentityFact permits Merged, Unmerged {

    /** Oldest first; of two at one time and from one event, the unmerge is in force: it is the one easily taken back. */
    Comparator<Decision> NEWEST_LAST = Comparator.comparingLong(Decision::at)
            .thenComparing(Decision::eventId)
            .thenComparing(Decision::isMerge, Comparator.reverseOrder());

    /** The two identifiers. */
    IdentifierPair pair();

    /** Whether they belong to one person. */
    boolean isMerge();

    @Override
    default String subject() {
        return "decision " + pair().text();
    }

    @Override
    default boolean prevailsOver(IdentityFact other) {
        return other instanceof Decision decision && NEWEST_LAST.compare(this, decision) > 0;
    }
}
