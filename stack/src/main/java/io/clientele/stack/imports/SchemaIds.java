package io.clientele.stack.imports;

import io.clientele.connectors.kafka.RegistryFailure;
import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ids that the schema registry has for the contracts of the event topics, which every encoded event begins with. */
public final class SchemaIds {
    private SchemaIds() {}

    /**
     * The id of a contract; it is registered if it was not.
     *
     * @throws StackFailure if the registry does not answer
     */
    public static int of(Line line, EventContract contract) {
        return of(line, List.of(contract)).getOrDefault(contract.topic(), 0);
    }

    /** The ids of contracts by their topics, as {@link #of(Line, EventContract)}. */
    static Map<String, Integer> of(Line line, Collection<EventContract> contracts) {
        SchemaRegistry registry = new SchemaRegistry(line.registry());
        Map<String, Integer> ids = new HashMap<>();
        try {
            for (EventContract contract : contracts) {
                ids.put(contract.topic(), registry.register(contract.subject(), contract.schema()));
            }
        } catch (RegistryFailure e) {
            throw new StackFailure(
                    "the schema registry at %s does not answer: is the stack up? See ./clientele status"
                            .formatted(line.registry()),
                    e);
        }
        return ids;
    }
}
