package io.clientele.jobs.profile;

import io.clientele.jobs.domain.identity.DecisionState;
import io.clientele.jobs.domain.identity.IdentifierState;
import io.clientele.jobs.domain.identity.IdentityStore;
import io.clientele.jobs.domain.identity.LinkState;
import io.clientele.jobs.domain.identity.PersonState;
import io.clientele.jobs.state.KeyedStates;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.util.function.FunctionUtils;
import org.jspecify.annotations.Nullable;

/** The records of the identity graph in keyed state: a map of each kind, under the one key of the graph. Kept as long as the job. */
final class KeyedIdentityStore implements IdentityStore {

    private final MapState<String, IdentifierState> identifiers;
    private final MapState<String, PersonState> persons;
    private final MapState<String, LinkState> links;
    private final MapState<String, DecisionState> decisions;

    KeyedIdentityStore(RuntimeContext context) {
        identifiers = KeyedStates.map(context, "identifiers", String.class, IdentifierState.class);
        persons = KeyedStates.map(context, "persons", String.class, PersonState.class);
        links = KeyedStates.map(context, "graph-links", String.class, LinkState.class);
        decisions = KeyedStates.map(context, "decisions", String.class, DecisionState.class);
    }

    @Override
    public @Nullable IdentifierState identifier(String identifier) {
        return get(identifiers, identifier);
    }

    @Override
    public void putIdentifier(String identifier, IdentifierState state) {
        put(identifiers, identifier, state);
    }

    @Override
    public void removeIdentifier(String identifier) {
        remove(identifiers, identifier);
    }

    @Override
    public @Nullable PersonState person(String personId) {
        return get(persons, personId);
    }

    @Override
    public void putPerson(String personId, PersonState state) {
        put(persons, personId, state);
    }

    @Override
    public void removePerson(String personId) {
        remove(persons, personId);
    }

    @Override
    public @Nullable LinkState link(String pair) {
        return get(links, pair);
    }

    @Override
    public void putLink(String pair, LinkState state) {
        put(links, pair, state);
    }

    @Override
    public void removeLink(String pair) {
        remove(links, pair);
    }

    @Override
    public Iterable<String> linkPairs() {
        return FunctionUtils.<MapState<String, LinkState>, Iterable<String>>uncheckedFunction(MapState::keys)
                .apply(links);
    }

    @Override
    public @Nullable DecisionState decision(String pair) {
        return get(decisions, pair);
    }

    @Override
    public void putDecision(String pair, DecisionState state) {
        put(decisions, pair, state);
    }

    @Override
    public void removeDecision(String pair) {
        remove(decisions, pair);
    }

    // What the state backend throws fails the job, as it does everywhere else.
    private static <T> @Nullable T get(MapState<String, T> state, String key) {
        return FunctionUtils.<String, @Nullable T>uncheckedFunction(state::get).apply(key);
    }

    private static <T> void remove(MapState<String, T> state, String key) {
        FunctionUtils.<String>uncheckedConsumer(state::remove).accept(key);
    }

    private static <T> void put(MapState<String, T> state, String key, T value) {
        FunctionUtils.<String>uncheckedConsumer(known -> state.put(known, value))
                .accept(key);
    }
}
