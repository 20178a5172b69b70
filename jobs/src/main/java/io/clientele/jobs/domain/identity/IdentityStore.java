package io.clientele.jobs.domain.identity;

import org.jspecify.annotations.Nullable;

/**
 * Where an {@link IdentityGraph} keeps its records: four maps from text to record. A fact reads and writes a few of them,
 * those of the persons that it touches. A store whose medium throws wraps what that throws.
 */
public interface IdentityStore {

    /** An identifier, by its text. */
    @Nullable
    IdentifierState identifier(String identifier);

    /** Keeps an identifier. */
    void putIdentifier(String identifier, IdentifierState state);

    /** Forgets an identifier. */
    void removeIdentifier(String identifier);

    /** A person, by its id. */
    @Nullable
    PersonState person(String personId);

    /** Keeps a person. */
    void putPerson(String personId, PersonState state);

    /** Forgets a person, whose identifiers belong to others now. */
    void removePerson(String personId);

    /** A link, by the text of its pair. */
    @Nullable
    LinkState link(String pair);

    /** Keeps a link. */
    void putLink(String pair, LinkState state);

    /** Forgets a link. */
    void removeLink(String pair);

    /** The texts of the pairs of all links: reads the whole store. Nothing may be written while it is gone through. */
    Iterable<String> linkPairs();

    /** The decision in force, by the text of its pair. */
    @Nullable
    DecisionState decision(String pair);

    /** Keeps a decision. */
    void putDecision(String pair, DecisionState state);

    /** Forgets a decision. */
    void removeDecision(String pair);
}
