package io.clientele.jobs.domain.identity;

/**
 * Something that was said about identifiers. Facts may come repeatedly and in any order. Of the facts with one subject,
 * only the one that {@linkplain #prevailsOver prevails} over all others counts, so whoever passes facts on may keep that
 * one and drop the others.
 */
public sealed interface IdentityFact permits Seen, Linked, Decision {

    /** When it happened, epoch microseconds. */
    long at();

    /** The event that said it. */
    String eventId();

    /** What it is about: facts with different subjects do not replace one another. */
    String subject();

    /** Whether this fact counts and the other one, with the same subject, does not. */
    boolean prevailsOver(IdentityFact other);
}
