package io.clientele.jobs.domain.sessions;

import static io.clientele.jobs.domain.sessions.Visits.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.sessions.Visits.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the order of arrival inside the bound and whatever is repeated: the same sessions. */
class SessionsLawTest {
    private static final long START = Visits.micros("2026-03-02T00:00:00Z");
    private static final List<Action> ACTIONS = List.of(Action.values());
    private static final long MINUTE = 60_000_000;
    private static final long LATENESS = Duration.ofDays(4).toNanos() / 1000;

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void sessionsAreWhatTheyAreWrittenDownNaively(@ForAll long seed) {
        List<VisitEvent> events = events(new Random(seed));

        assertThat(spans(told(events).all())).isEqualTo(naively(events));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whatWasToldOneByOneIsWhatTheWholeLogSays(@ForAll long seed) {
        Random random = new Random(seed);
        List<VisitEvent> events = events(random);
        List<VisitEvent> arriving = new ArrayList<>(events);
        arriving.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(arriving, random);

        Told told = told(arriving);
        order(told, random);

        assertThat(told.all()).isEqualTo(told.log.sessions(RULES));
        assertThat(spans(told.all())).isEqualTo(naively(events));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void bundlesSayWhatOneByOneSays(@ForAll long seed) {
        Random random = new Random(seed);
        List<VisitEvent> arriving = new ArrayList<>(events(random));
        arriving.addAll(arriving.subList(0, arriving.size() / 2));
        Collections.shuffle(arriving, random);
        Told expected = told(arriving);

        Told told = new Told();
        for (int next = 0; next < arriving.size(); ) {
            int end = Math.min(arriving.size(), next + 1 + random.nextInt(60));
            told.bundle(arriving.subList(next, end));
            next = end;
        }

        assertThat(told.sessions).isEqualTo(expected.sessions);
        assertThat(told.log.version()).isEqualTo(expected.log.version());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void ordersOfABundleSayWhatOneByOneSays(@ForAll long seed) {
        Random random = new Random(seed);
        VisitorLog visited = told(events(random)).log.withOrder(new VisitOrder("o0", START, 7));
        VisitorLog expected = visited;
        Set<String> told = new HashSet<>();
        Map<String, VisitOrder> given = new HashMap<>();
        for (int number = random.nextInt(40); number >= 0; number--) {
            VisitOrder order = new VisitOrder("o" + random.nextInt(9), time(random), random.nextInt(1000));
            boolean isGiven = random.nextInt(4) > 0;
            expected = isGiven ? expected.withOrder(order) : expected.withoutOrder(order.orderId());
            told.add(order.orderId());
            given.remove(order.orderId());
            if (isGiven) {
                given.put(order.orderId(), order);
            }
        }

        VisitorLog log = visited.withOrders(told, given.values());

        assertThat(log.sessions(RULES)).isEqualTo(expected.sessions(RULES));
        long until = time(random);
        assertThat(log.since(until, RULES).sessions(RULES))
                .isEqualTo(expected.since(until, RULES).sessions(RULES));
        assertThat(log.since(until, RULES).size())
                .isEqualTo(expected.since(until, RULES).size());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whatIsForgottenInTimeMattersToNobody(@ForAll long seed) {
        Random random = new Random(seed);
        List<VisitEvent> arriving = new ArrayList<>(events(random));
        TreeMap<Long, Session> expected = told(arriving).sessions;
        // each up to four days late
        TreeMap<Long, VisitEvent> byArrival = new TreeMap<>();
        for (VisitEvent event : arriving) {
            byArrival.put(event.time() + (long) (random.nextDouble() * LATENESS), event);
        }
        Told told = new Told();
        byArrival.forEach((watermark, event) -> told.add(event).forgetBefore(watermark - LATENESS - RULES.gap()));

        assertThat(told.sessions).isEqualTo(expected);
    }

    private static Told told(List<VisitEvent> events) {
        return new Told().add(events.toArray(VisitEvent[]::new));
    }

    private static void order(Told told, Random random) {
        for (int order = 0; order < 10; order++) {
            told.order("o" + random.nextInt(5), time(random), random.nextInt(1000));
            if (random.nextInt(4) == 0) {
                told.noOrder("o" + random.nextInt(5));
            }
        }
    }

    private static long time(Random random) {
        return START + random.nextInt(10 * 24 * 60) * MINUTE;
    }

    /** Ten days of bursts, some of them longer than a day, at distances around the gap. */
    private static List<VisitEvent> events(Random random) {
        List<VisitEvent> events = new ArrayList<>();
        long time = START;
        int count = 20 + random.nextInt(200);
        boolean isBurst = random.nextBoolean();
        for (int number = 0; number < count; number++) {
            isBurst = random.nextInt(20) == 0 ? !isBurst : isBurst;
            time += (isBurst ? 10 + random.nextInt(21) : random.nextInt(300)) * MINUTE;
            Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
            Arrival arrival = new Arrival("", random.nextInt(3) == 0 ? "s" + random.nextInt(3) : "", "", "", "");
            events.add(new VisitEvent("e" + number, time, action, "/" + random.nextInt(9), arrival));
        }
        return events;
    }

    /** Start, end and number of events of each session, by the words of the definition. */
    private static List<List<Long>> naively(List<VisitEvent> events) {
        List<List<Long>> spans = new ArrayList<>();
        List<VisitEvent> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparingLong(VisitEvent::time));
        for (VisitEvent event : sorted) {
            List<Long> last = spans.isEmpty() ? List.of() : spans.get(spans.size() - 1);
            if (last.isEmpty()
                    || event.time() - last.get(1) > 30 * MINUTE
                    || event.time() - last.get(0) > 24 * 60 * MINUTE) {
                spans.add(List.of(event.time(), event.time(), 1L));
            } else {
                spans.set(spans.size() - 1, List.of(last.get(0), event.time(), last.get(2) + 1));
            }
        }
        return spans;
    }

    private static List<List<Long>> spans(List<Session> sessions) {
        return sessions.stream()
                .map(session -> List.of(session.startedAt(), session.endedAt(), (long) session.events()))
                .toList();
    }
}
