package io.clientele.bench;

import io.clientele.connectors.kafka.EventIdentifiers;
import java.util.UUID;

/** What a shop knows of whoever comes, event by event. */
final class ShopVisitor {

    private static final int COOKIE = 10;
    private static final int DEVICE = 11;
    private static final int EMAIL = 12;
    private static final int OTHER_HALF = 100;

    private ShopVisitor() {}

    /** The identifiers of an event of a visit, the first event being 0. */
    static EventIdentifiers of(ShopPlan plan, long visit, int step) {
        int customer = plan.customer(visit);
        String number = "c" + customer;
        if (!plan.isLinked(customer)) {
            return EventIdentifiers.of(number, null);
        }
        int round = plan.round(visit);
        // the first visit with a cookie, the second on the device, and so on; on each the login comes after the first
        // click
        boolean isBeforeLogin = round < 2 && step == 0;
        boolean isOrder = step == ShopPlan.EVENTS_PER_VISIT - 1 && plan.hasOrder(visit);
        boolean isLastOrder = isOrder && round == plan.visits() - 1;
        return new EventIdentifiers(
                isBeforeLogin ? null : number,
                isLastOrder ? "card" + customer : null,
                isLastOrder ? sha256Like(plan, customer) : null,
                null,
                round % 2 == 1 ? uuid(plan, DEVICE, customer) : null,
                round % 2 == 0 ? uuid(plan, COOKIE, customer) : null);
    }

    static String uuid(ShopPlan plan, int purpose, long of) {
        return new UUID(plan.hash(purpose, of), plan.hash(purpose + OTHER_HALF, of)).toString();
    }

    private static String sha256Like(ShopPlan plan, int customer) {
        return (uuid(plan, EMAIL, customer) + uuid(plan, EMAIL, -1L - customer)).replace("-", "");
    }
}
