package io.clientele.jobs.domain.carts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the order of arrival inside the bound and whatever is repeated: the same cart. */
class CartsLawTest {
    private static final CartRules RULES = CartRules.of(Duration.ofHours(24));
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
    private static final long LATENESS = 96 * HOUR;
    private static final long ORDERS_CERTAIN = LATENESS + 24 * HOUR;
    private static final List<CartAction> ACTIONS = List.of(CartAction.values());

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void neitherTheOrderOfArrivalNorRepetitionsMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<Object> history = history(random);
        List<Object> arriving = new ArrayList<>(history);
        arriving.addAll(history.subList(0, history.size() / 2));
        Collections.shuffle(arriving, random);

        assertThat(log(arriving).cart(RULES)).isEqualTo(log(history).cart(RULES));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whatIsSettledInTimeMattersToNobody(@ForAll long seed) {
        Random random = new Random(seed);
        List<Object> history = history(random);
        TreeMap<Long, Object> byArrival = new TreeMap<>();
        for (Object each : history) {
            byArrival.put(time(each) + (long) (random.nextDouble() * LATENESS), each);
        }

        CartLog log = CartLog.empty();
        int mostKept = 0;
        for (var arrival : byArrival.entrySet()) {
            log = with(log, arrival.getValue()).settledBefore(arrival.getKey() - ORDERS_CERTAIN, RULES);
            mostKept = Math.max(mostKept, log.events().size());
        }

        assertThat(log.cart(RULES)).isEqualTo(log(history).cart(RULES));
        assertThat(mostKept)
                .as("events of some five days, twelve a day at most")
                .isLessThanOrEqualTo(9 * 12);
    }

    private static CartLog log(List<Object> history) {
        CartLog log = CartLog.empty();
        for (Object each : history) {
            log = with(log, each);
        }
        return log;
    }

    private static CartLog with(CartLog log, Object each) {
        if (each instanceof CartOrder order) {
            return log.with(order);
        }
        CartEvent event = (CartEvent) each;
        return log.contains(event.eventId()) ? log : log.with(event);
    }

    private static long time(Object each) {
        return each instanceof CartOrder order ? order.placedAt() : ((CartEvent) each).time();
    }

    /** Three months of bursts, with silences around a day and around a month, and now and then an order. */
    private static List<Object> history(Random random) {
        List<Object> history = new ArrayList<>();
        long time = 0;
        for (int number = 0; number < 40; number++) {
            time += switch (random.nextInt(8)) {
                case 0 -> HOUR * (20 + random.nextInt(10));
                case 1 -> HOUR * 24 * (random.nextInt(4) == 0 ? 26 + random.nextInt(9) : 1);
                default -> HOUR * 2;
            };
            if (random.nextInt(12) == 0) {
                history.add(new CartOrder("o" + number, time, random.nextInt(1000)));
            } else {
                CartItem item = new CartItem(
                        "p" + random.nextInt(4), "", 1 + random.nextInt(2), random.nextBoolean() ? 10_000L : null);
                history.add(new CartEvent(
                        "e" + number,
                        time,
                        ACTIONS.get(random.nextInt(ACTIONS.size())),
                        List.of(item),
                        "anonymous_id:" + random.nextInt(3),
                        "web",
                        random.nextBoolean() ? "mobile" : "desktop"));
            }
        }
        return history;
    }
}
