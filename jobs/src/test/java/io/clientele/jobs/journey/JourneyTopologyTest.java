package io.clientele.jobs.journey;

import static io.clientele.jobs.journey.VisitLog.SETTINGS;
import static io.clientele.jobs.journey.VisitLog.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.sessions.Session;
import io.clientele.jobs.domain.sessions.Visitor;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.state.PassedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a cluster: the same sessions, however the events arrive and wherever they are computed. */
class JourneyTopologyTest {

    private static final Erasure NOBODY = Erasure.of("r", 1, List.of("customer_id:nobody"));

    @ParameterizedTest(name = "seed {0}, parallelism {1}, {2}")
    @CsvSource({"1, 1, hashmap", "2, 2, rocksdb", "3, 2, hashmap", "4, 4, hashmap"})
    void sessionsAreTheSameWhateverTheOrderOfArrivalAndWhateverIsRepeated(long seed, int parallelism, String backend)
            throws Exception {
        Random random = new Random(seed);
        List<ReceivedEvent> events = shop(random);
        List<ReceivedEvent> shuffled = new ArrayList<>(events);
        shuffled.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(shuffled, random);

        Map<String, Session> sessions = run(shuffled, List.of(NOBODY), parallelism, backend);

        assertThat(sessions)
                .isEqualTo(run(events, List.of(NOBODY), 1, "hashmap"))
                .isNotEmpty();
        assertThat(sessions.values().stream().mapToInt(Session::events).sum())
                .as("each click is in one session, store visits and those after the login included")
                .isEqualTo((int) events.stream()
                        .filter(event -> event.topic().equals("clickstream"))
                        .map(ReceivedEvent::eventId)
                        .distinct()
                        .count());
        assertThat(sessions.values().stream()
                        .mapToInt(session -> session.orderIds().size())
                        .sum())
                .as("orders that a click names, and those that name a visitor who was there")
                .isPositive();
    }

    @Test
    void anOrderOfACustomerIsFoundByTheClickThatNamesItAlsoWhenItComesFirst() throws Exception {
        VisitLog log = new VisitLog()
                .placed("o1", "7", null, at(20), "50")
                .viewed("cookie", at(0))
                .checkedOut("cookie", "o1", at(10))
                .clicked("page_viewed", EventIdentifiers.of("7", "cookie"), at(12), Map.of())
                .clicked("store_visited", EventIdentifiers.of("7", null), at(11), Map.of());

        Map<String, Session> sessions = run(log.events(), List.of(NOBODY), 2, "hashmap");

        assertThat(sessions).hasSize(2);
        Session online = Objects.requireNonNull(sessions.get(key("web/anonymous_id:cookie", 0)));
        assertThat(online.orderIds()).containsExactly("o1");
        assertThat(online.revenue()).as("gross less discount").isEqualTo(490_000);
        assertThat(online.events()).isEqualTo(3);
        assertThat(sessions.get(key("store/customer_id:7", 11)))
                .as("a visit to a store is a session of its own")
                .satisfies(
                        store -> assertThat(store.isEngaged(SETTINGS.rules())).isTrue());
    }

    /** Else the clicks of everybody would have one key. */
    @Test
    void aWordForNoNumberNamesNoOrder() throws Exception {
        VisitLog log = new VisitLog()
                .viewed("cookie", at(0))
                .checkedOut("cookie", "undefined", at(10))
                .placed("undefined", "7", null, at(20), "50");

        Map<String, Session> sessions = run(log.events(), List.of(NOBODY), 2, "hashmap");

        assertThat(Objects.requireNonNull(sessions.get(key("web/anonymous_id:cookie", 0)))
                        .orderIds())
                .isEmpty();
    }

    /** Filled on Monday, ordered on Wednesday on another device, four days late, shuffled and repeated. */
    @ParameterizedTest(name = "seed {0}, parallelism {1}, {2}")
    @CsvSource({"1, 1, hashmap", "2, 2, rocksdb", "3, 4, hashmap"})
    void aCartThatIsOrderedOnAnotherDeviceIsFoundWhateverTheOrderOfArrival(long seed, int parallelism, String backend)
            throws Exception {
        double day = 24 * 60;
        VisitLog log = new VisitLog()
                .filled("monday", "laptop", at(0), "12.50")
                .checkedOut("monday", "phone", "o1", at(2 * day))
                .placed("o1", "7", null, at(2 * day + 2), "12.50")
                .filled("left", "laptop", at(10), "3.00")
                .filled("at once", "laptop", at(20), "4.00")
                .checkedOut("at once", "laptop", "o2", at(25))
                .placed("o2", "7", null, at(26), "4.00")
                .filled("null", "laptop", at(30), "5.00")
                .viewed("laptop", at(3.9 * day));
        List<ReceivedEvent> arriving = new ArrayList<>(log.events());
        arriving.addAll(log.events());
        Collections.shuffle(arriving, new Random(seed));

        Map<String, CartChange> carts = new TreeMap<>();
        outputs(arriving, List.of(NOBODY), parallelism, backend, JourneyTopology.Outputs::carts)
                .forEachRemaining(change -> carts.merge(
                        change.cartId(), change, (one, other) -> one.version() > other.version() ? one : other));

        assertThat(carts.values())
                .extracting(
                        CartChange::cartId,
                        change -> change.status().label(),
                        change -> change.cart().value(),
                        change -> change.cart().deviceTypes())
                .containsExactly(
                        tuple("at once", "ordered", 40_000L, List.of("desktop")),
                        tuple("left", "abandoned", 30_000L, List.of("desktop")),
                        tuple("monday", "recovered", 125_000L, List.of("desktop", "mobile")));
    }

    @Test
    void noOperatorBetweenTwoExchangesIsEverTakenForIdle() {
        assertThat(PassedBy.operatorsIn(
                        (events, erasures) -> JourneyTopology.of(events, erasures, VisitLog.schemas(), SETTINGS)))
                .isEmpty();
    }

    private static String key(String visitor, double minutes) {
        return Visitor.sessionId(visitor, VisitLog.micros(at(minutes)));
    }

    /** A few visitors over three days, some of whom buy. */
    private static List<ReceivedEvent> shop(Random random) {
        VisitLog log = new VisitLog();
        for (int number = 0; number < 250; number++) {
            String cookie = "c" + random.nextInt(6);
            double minutes = random.nextInt(3 * 24 * 60);
            switch (random.nextInt(6)) {
                case 0 ->
                    log.checkedOut(cookie, "o" + number, at(minutes))
                            .placed("o" + number, "7", null, at(minutes + random.nextInt(90)), "12.50");
                case 1 -> log.placed("v" + number, null, cookie, at(minutes), "3.20");
                case 2 ->
                    log.clicked(
                            "store_visited", EventIdentifiers.of("p" + random.nextInt(3), null), at(minutes), Map.of());
                case 3 ->
                    log.clicked(
                            "product_viewed",
                            EventIdentifiers.of("7", cookie),
                            at(minutes),
                            Map.of("utm_medium", "cpc", "page_url", "/p/" + number));
                default -> {
                    for (int click = 0; click < 4; click++) {
                        log.viewed(cookie, at(minutes + random.nextInt(50) + click / 100d));
                    }
                }
            }
        }
        return log.events();
    }

    /** The sessions that are there in the end, by their ids. */
    private static Map<String, Session> run(
            List<ReceivedEvent> events, List<Erasure> erasures, int parallelism, String backend) throws Exception {
        Iterator<VisitorSession> changes =
                outputs(events, erasures, parallelism, backend, JourneyTopology.Outputs::sessions);
        Map<String, VisitorSession> newest = new HashMap<>();
        changes.forEachRemaining(change -> newest.merge(
                Visitor.sessionId(change.visitor(), change.session().startedAt()),
                change,
                (a, b) -> a.version() > b.version() ? a : b));
        Map<String, Session> sessions = new TreeMap<>();
        newest.forEach((id, change) -> {
            if (!change.isDeleted()) {
                sessions.put(id, change.session());
            }
        });
        return sessions;
    }

    /** One of the outputs, of a run to the end. */
    private static <T> Iterator<T> outputs(
            List<ReceivedEvent> events,
            List<Erasure> erasures,
            int parallelism,
            String backend,
            Function<JourneyTopology.Outputs, DataStream<T>> output)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        JourneyTopology.Outputs outputs = JourneyTopology.of(
                env.fromData(events, TypeInformation.of(ReceivedEvent.class))
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<ReceivedEvent>forBoundedOutOfOrderness(Duration.ofDays(4))
                                        .withTimestampAssigner((event, kafka) -> event.eventTimeMillis())),
                env.fromData(erasures, TypeInformation.of(Erasure.class)),
                VisitLog.schemas(),
                SETTINGS);
        Iterator<T> changes = output.apply(outputs).collectAsync();
        env.executeAsync();
        return changes;
    }
}
