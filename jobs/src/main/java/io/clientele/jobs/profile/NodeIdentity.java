package io.clientele.jobs.profile;

/**
 * What a node knows of its part in the identity graph.
 *
 * @param isLinked whether an event named it together with another identifier
 * @param seenAt the earliest event that named it, apart from what its activity knows, epoch microseconds
 * @param reportedAt the first seen that the graph was told, epoch microseconds
 * @param factsSent facts that await an answer of the graph
 */
public record NodeIdentity(boolean isLinked, long seenAt, long reportedAt, int factsSent) {

    static final NodeIdentity ALONE = new NodeIdentity(false, Long.MAX_VALUE, Long.MAX_VALUE, 0);

    NodeIdentity linkedAt(long at) {
        return new NodeIdentity(true, Math.min(seenAt, at), reportedAt, factsSent);
    }

    /** Whether the graph was told since when it is there. */
    boolean isReported() {
        return reportedAt != Long.MAX_VALUE;
    }

    NodeIdentity reported(long at) {
        return new NodeIdentity(isLinked, seenAt, at, factsSent);
    }

    NodeIdentity sent() {
        return new NodeIdentity(isLinked, seenAt, reportedAt, factsSent + 1);
    }
}
