package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.erasure.Erasure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What concerns a node: an event of its own, the notice that an event of another node names it, or the order to forget all.
 *
 * @param node the node, {@code type:value}
 * @param event the event, in time and id the same as here; null for a notice and for an order to forget
 * @param others the other identifiers of the event, {@code type:value}
 * @param isErasure whether the node is to forget
 * @param isLink whether the event says that all that it names is one customer's, and no merge or unmerge
 * @param at when the event happened, epoch microseconds
 * @param eventId its id
 */
public record NodeInput(
        String node,
        @Nullable ReceivedEvent event,
        List<String> others,
        boolean isErasure,
        boolean isLink,
        long at,
        String eventId) {

    static NodeInput erasure(String node, Erasure erasure) {
        return new NodeInput(node, null, List.of(), true, false, erasure.requestedAt(), erasure.requestId());
    }
}
