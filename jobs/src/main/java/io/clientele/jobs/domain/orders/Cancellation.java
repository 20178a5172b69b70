package io.clientele.jobs.domain.orders;

import java.util.Map;

/**
 * A cancellation of a whole order (no pieces named) or of pieces of its lines.
 *
 * @param at the event's time, epoch microseconds
 * @param pieces line position → pieces cancelled; empty means the whole order
 */
public record Cancellation(long at, String eventId, Map<Integer, Long> pieces) implements OrderEvent {

    boolean isWhole() {
        return pieces.isEmpty();
    }
}
