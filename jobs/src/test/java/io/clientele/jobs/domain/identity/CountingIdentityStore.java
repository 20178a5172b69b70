package io.clientele.jobs.domain.identity;

import org.jspecify.annotations.Nullable;

/** A store that counts how often it is asked. */
final class CountingIdentityStore implements IdentityStore {

    private final HeapIdentityStore store = new HeapIdentityStore();
    private long accesses;

    HeapIdentityStore store() {
        return store;
    }

    /** Reads and writes since the last call. */
    long accesses() {
        long since = accesses;
        accesses = 0;
        return since;
    }

    @Override
    public @Nullable IdentifierState identifier(String identifier) {
        accesses++;
        return store.identifier(identifier);
    }

    @Override
    public void putIdentifier(String identifier, IdentifierState state) {
        accesses++;
        store.putIdentifier(identifier, state);
    }

    @Override
    public void removeIdentifier(String identifier) {
        accesses++;
        store.removeIdentifier(identifier);
    }

    @Override
    public @Nullable PersonState person(String personId) {
        accesses++;
        return store.person(personId);
    }

    @Override
    public void putPerson(String personId, PersonState state) {
        accesses++;
        store.putPerson(personId, state);
    }

    @Override
    public void removePerson(String personId) {
        accesses++;
        store.removePerson(personId);
    }

    @Override
    public @Nullable LinkState link(String pair) {
        accesses++;
        return store.link(pair);
    }

    @Override
    public void putLink(String pair, LinkState state) {
        accesses++;
        store.putLink(pair, state);
    }

    @Override
    public void removeLink(String pair) {
        accesses++;
        store.removeLink(pair);
    }

    @Override
    public Iterable<String> linkPairs() {
        accesses++;
        return store.linkPairs();
    }

    @Override
    public @Nullable DecisionState decision(String pair) {
        accesses++;
        return store.decision(pair);
    }

    @Override
    public void putDecision(String pair, DecisionState state) {
        accesses++;
        store.putDecision(pair, state);
    }

    @Override
    public void removeDecision(String pair) {
        accesses++;
        store.removeDecision(pair);
    }
}
