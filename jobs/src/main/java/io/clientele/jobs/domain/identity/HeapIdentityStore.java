package io.clientele.jobs.domain.identity;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An identity store in memory. */
public final class HeapIdentityStore implements IdentityStore {

    private final Map<String, IdentifierState> identifiers = new HashMap<>();
    private final Map<String, PersonState> persons = new HashMap<>();
    private final Map<String, LinkState> links = new HashMap<>();
    private final Map<String, DecisionState> decisions = new HashMap<>();

    @Override
    public @Nullable IdentifierState identifier(String identifier) {
        return identifiers.get(identifier);
    }

    @Override
    public void putIdentifier(String identifier, IdentifierState state) {
        identifiers.put(identifier, state);
    }

    @Override
    public void removeIdentifier(String identifier) {
        identifiers.remove(identifier);
    }

    @Override
    public @Nullable PersonState person(String personId) {
        return persons.get(personId);
    }

    @Override
    public void putPerson(String personId, PersonState state) {
        persons.put(personId, state);
    }

    @Override
    public void removePerson(String personId) {
        persons.remove(personId);
    }

    @Override
    public @Nullable LinkState link(String pair) {
        return links.get(pair);
    }

    @Override
    public void putLink(String pair, LinkState state) {
        links.put(pair, state);
    }

    @Override
    public void removeLink(String pair) {
        links.remove(pair);
    }

    @Override
    public Iterable<String> linkPairs() {
        return links.keySet();
    }

    @Override
    public @Nullable DecisionState decision(String pair) {
        return decisions.get(pair);
    }

    @Override
    public void putDecision(String pair, DecisionState state) {
        decisions.put(pair, state);
    }

    @Override
    public void removeDecision(String pair) {
        decisions.remove(pair);
    }

    /** All identifiers. */
    public Map<String, IdentifierState> identifiers() {
        return Collections.unmodifiableMap(identifiers);
    }

    /** All persons that have a record. */
    public Map<String, PersonState> persons() {
        return Collections.unmodifiableMap(persons);
    }

    /** All links. */
    public Map<String, LinkState> links() {
        return Collections.unmodifiableMap(links);
    }

    /** All decisions in force. */
    public Map<String, DecisionState> decisions() {
        return Collections.unmodifiableMap(decisions);
    }
}
