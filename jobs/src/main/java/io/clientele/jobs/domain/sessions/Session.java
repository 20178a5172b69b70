package io.clientele.jobs.domain.sessions;

import java.util.List;

/**
 * What one visit came to. A text that is not there is empty.
 *
 * @param startedAt time of the first event, epoch microseconds
 * @param endedAt time of the last event
 * @param events number of events
 * @param views of them pages and screens seen
 * @param hasKeyEvent whether one of them is a key event, see {@link Action#isKeyEvent}
 * @param entryPage path of the first page
 * @param exitPage path of the last page
 * @param deviceType of the first event that tells
 * @param arrival of the first event that tells where the visitor came from
 * @param orderIds the orders that were placed in it, sorted
 * @param revenue their value, in ten-thousandths of the reporting currency
 */
public record Session(
        long startedAt,
        long endedAt,
        int events,
        int views,
        int productViews,
        int searches,
        int cartAdditions,
        int checkouts,
        boolean hasKeyEvent,
        String entryPage,
        String exitPage,
        String deviceType,
        Arrival arrival,
        List<String> orderIds,
        long revenue) {

    /** Whether somebody did more than come and go. */
    public boolean isEngaged(SessionRules rules) {
        return endedAt - startedAt > rules.engagedAfter()
                || views >= rules.engagedViews()
                || hasKeyEvent
                || isConverted();
    }

    /** Whether something was ordered in it. */
    public boolean isConverted() {
        return !orderIds.isEmpty();
    }
}
