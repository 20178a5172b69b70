package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What concerns a node: an event of its own, or the notice that an event of another node names it.
 *
 * @param node the node, {@code type:value}
 * @param event the event; null for a notice
 * @param others the other identifiers of the event, {@code type:value}; of a notice none
 * @param at when the event happened, epoch microseconds
 * @param eventId its id
 */
public record NodeInput(String node, @Nullable ReceivedEvent event, List<String> others, long at, String eventId) {}
