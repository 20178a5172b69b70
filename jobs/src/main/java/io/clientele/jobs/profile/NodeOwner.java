package io.clientele.jobs.profile;

/**
 * Whose a node is from now on.
 *
 * @param version grows with every change of the person
 * @param at event time of what made it so, epoch microseconds; of the first version the earlier, the newer
 */
public record NodeOwner(String node, String personId, long version, long at) {

    /** The version of a node that is a person by itself, and was no other's yet. */
    static final long FIRST_VERSION = 1;

    static NodeOwner ofItself(String node, String personId, long since) {
        return new NodeOwner(node, personId, FIRST_VERSION, since);
    }
}
