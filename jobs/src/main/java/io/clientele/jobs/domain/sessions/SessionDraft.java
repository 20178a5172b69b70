package io.clientele.jobs.domain.sessions;

import java.util.ArrayList;
import java.util.List;

/** A session while its events are read in the order of time. */
final class SessionDraft {
    private final long startedAt;
    private final List<String> orderIds = new ArrayList<>(0);
    private long endedAt;
    private final int[] counts = new int[Action.values().length];
    private int events;
    private boolean hasKeyEvent;
    private String entryPage = "";
    private String exitPage = "";
    private String deviceType = "";
    private Arrival arrival = Arrival.UNKNOWN;
    private long revenue;

    SessionDraft(long startedAt) {
        this.startedAt = startedAt;
    }

    void add(long time, Action action, String page, String[] arrivals, int at) {
        endedAt = time;
        events++;
        counts[action.code()]++;
        hasKeyEvent |= action.isKeyEvent();
        if (!page.isEmpty()) {
            entryPage = entryPage.isEmpty() ? page : entryPage;
            exitPage = page;
        }
        if (deviceType.isEmpty()) {
            deviceType = arrivals[at];
        }
        if (!arrival.isTold() && Arrival.isTold(arrivals, at)) {
            arrival = Arrival.read(arrivals, at);
        }
    }

    void addOrder(String orderId, long value) {
        orderIds.add(orderId);
        revenue += value;
    }

    long startedAt() {
        return startedAt;
    }

    long endedAt() {
        return endedAt;
    }

    Session finish() {
        orderIds.sort(null);
        return new Session(
                startedAt,
                endedAt,
                events,
                count(Action.VIEW),
                count(Action.PRODUCT_VIEW),
                count(Action.SEARCH),
                count(Action.CART_ADDITION),
                count(Action.CHECKOUT),
                hasKeyEvent,
                entryPage,
                exitPage,
                deviceType,
                arrival,
                orderIds,
                revenue);
    }

    private int count(Action action) {
        return counts[action.code()];
    }
}
