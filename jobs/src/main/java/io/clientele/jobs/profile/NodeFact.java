package io.clientele.jobs.profile;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierPair;
import io.clientele.jobs.domain.identity.IdentityFact;
import io.clientele.jobs.domain.identity.Linked;
import io.clientele.jobs.domain.identity.Merged;
import io.clientele.jobs.domain.identity.Seen;
import io.clientele.jobs.domain.identity.Unmerged;

/**
 * A fact about identity on its way from a node to the graph.
 *
 * @param kind {@code seen}, or what an assertion says: {@code link}, {@code merge}, {@code unmerge}
 * @param node the node that says so, {@code type:value}; it awaits an answer to all but {@code seen}
 * @param other the other identifier; empty for {@code seen}
 * @param at event time, epoch microseconds
 * @param isAnswered whether the node has its answer already, since the fact is of a day to come
 */
public record NodeFact(String kind, String node, String other, long at, String eventId, boolean isAnswered) {

    static final String SEEN = "seen";
    static final String LINK = "link";
    static final String MERGE = "merge";
    static final String UNMERGE = "unmerge";

    NodeFact(String kind, String node, String other, long at, String eventId) {
        this(kind, node, other, at, eventId, false);
    }

    NodeFact answered() {
        return new NodeFact(kind, node, other, at, eventId, true);
    }

    boolean isSeen() {
        return kind.equals(SEEN);
    }

    IdentityFact fact() {
        if (isSeen()) {
            return new Seen(Identifier.parse(node), at, eventId);
        }
        IdentifierPair pair = IdentifierPair.of(Identifier.parse(node), Identifier.parse(other));
        return switch (kind) {
            case LINK -> new Linked(pair, at, eventId);
            case MERGE -> new Merged(pair, at, eventId);
            case UNMERGE -> new Unmerged(pair, at, eventId);
            default -> throw new IllegalStateException("no kind of fact: " + kind);
        };
    }
}
