package io.clientele.stack.deployment;

import org.jspecify.annotations.Nullable;

/**
 * How topics are laid out when they are created.
 *
 * @param partitions of each event topic, at least one; the topics that the jobs write have one
 * @param replicas of each partition; null for the broker's default
 */
public record TopicLayout(int partitions, @Nullable Short replicas) {

    /** Partitions unless something else is asked for. */
    public static final int DEFAULT_PARTITIONS = 4;

    /** On the one broker of an embedded stack. */
    static final TopicLayout EMBEDDED = new TopicLayout(DEFAULT_PARTITIONS, (short) 1);
}
