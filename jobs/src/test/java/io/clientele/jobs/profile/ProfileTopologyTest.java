package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.PassedBy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The laws: the same log gives the same result, however it arrives and wherever it is computed. */
class ProfileTopologyTest {

    private static final Duration LATENESS = Duration.ofDays(3);
    private static final int DAYS = 30;
    private static final ProfileSettings SETTINGS = ShopLog.settings(Duration.ofDays(4));

    @ParameterizedTest(name = "parallelism {0}, {2}, shuffled and repeated with seed {1}")
    @CsvSource({"1, 7, rocksdb", "2, 11, hashmap", "4, 13, hashmap"})
    void neitherOrderNorRepetitionNorParallelismMatters(int parallelism, long seed, String backend) throws Exception {
        List<ReceivedEvent> log = ShopLog.random(42, 40, DAYS);
        log.sort(Comparator.comparingLong(ReceivedEvent::eventTimeMicros));

        Result expected = run(log, 1, "hashmap");
        Result actual = run(shuffledWithin(LATENESS, log, seed), parallelism, backend);

        assertThat(actual.profiles).isEqualTo(expected.profiles);
        assertThat(actual.cuts).isEqualTo(expected.cuts);
        assertThat(actual.scores).isEqualTo(expected.scores);
        assertThat(actual.history).isEqualTo(expected.history);
        assertThat(actual.lastSegments).isEqualTo(expected.lastSegments);
    }

    @Test
    void nothingIsPassedByWhenSilentReadersSpeakAgain() throws Exception {
        List<ReceivedEvent> log = ShopLog.random(43, 40, DAYS);
        log.sort(Comparator.comparingLong(ReceivedEvent::eventTimeMicros));

        Result expected = run(log, 1, "hashmap", Line.SILENT_BETWEEN);
        assertThat(expected.cuts).hasSizeGreaterThan(DAYS / 2);
        for (int round = 0; round < 5; round++) {
            Result actual = run(log, 4, "hashmap", Line.SILENT_BETWEEN);

            assertThat(actual.cuts).isEqualTo(expected.cuts);
            assertThat(actual.history).isEqualTo(expected.history);
            assertThat(actual.profiles).isEqualTo(expected.profiles);
        }
    }

    /** What one operator tells another by two ways then comes by the shorter one days of event time before it comes by the longer one. */
    @ParameterizedTest
    @EnumSource(names = {"SLOW_PROFILES", "SLOW_SCORES"})
    void nothingIsOvertakenWhenTheLineIsBusy(Line line) throws Exception {
        List<ReceivedEvent> log = ShopLog.random(43, 400, DAYS);
        log.sort(Comparator.comparingLong(ReceivedEvent::eventTimeMicros));

        Result expected = run(log, 1, "hashmap");
        Result actual = run(log, 2, "hashmap", line);

        assertThat(actual.cuts).isEqualTo(expected.cuts);
        assertThat(actual.history).isEqualTo(expected.history);
        assertThat(actual.profiles).isEqualTo(expected.profiles);
    }

    @Test
    void noOperatorBetweenTwoExchangesIsEverTakenForIdle() {
        assertThat(PassedBy.operatorsIn(
                        (events, erasures) -> ProfileTopology.of(events, erasures, ShopLog.schemas(), SETTINGS)))
                .isEmpty();
    }

    @Test
    void whatHappensOnADayCountsFromTheNextDayOn() throws Exception {
        Result result = run(
                new ShopLog()
                        .placed("a", "1", ShopLog.at(0, 9), "10")
                        .placed("b", "2", ShopLog.at(0, 10), "20")
                        .placed("b", "3", ShopLog.at(2, 0), "30")
                        .events(),
                1,
                "hashmap");

        assertThat(result.cuts).containsExactly("20260303 of 2", "20260304 of 2", "20260305 of 2");
        assertThat(result.history.get(person("b")))
                .containsExactly("2026-03-03: 1 orders, 200000", "2026-03-04, intraday: 2 orders, 500000");
        assertThat(result.score("b").values().frequency()).isEqualTo(2);
    }

    @Test
    void aPersonWhoseOnlyOrderIsCancelledBecomesAProspectAgain() throws Exception {
        Result result = run(
                new ShopLog()
                        .placed("a", "1", ShopLog.at(0, 9), "10")
                        .placed("b", "2", ShopLog.at(0, 10), "20")
                        .cancelled("b", "2", ShopLog.at(3, 1))
                        .events(),
                2,
                "hashmap");

        assertThat(result.score("b").isDeleted()).isTrue();
        assertThat(result.lastSegments)
                .containsEntry(person("b"), "prospect")
                .doesNotContainEntry(person("a"), "prospect");
        assertThat(result.cuts).last().isEqualTo("20260306 of 1");
    }

    /** Everything that a run says in the end, and the state of every person at the beginning of every day. */
    private record Result(
            Map<String, String> profiles,
            Map<String, CustomerScore> scores,
            Map<String, List<String>> history,
            List<String> cuts,
            Map<String, String> lastSegments) {

        CustomerScore score(String customer) {
            return Objects.requireNonNull(scores.get(person(customer)), customer);
        }
    }

    private static Result run(List<ReceivedEvent> events, int parallelism, String backend) throws Exception {
        return run(events, parallelism, backend, Line.STEADY);
    }

    private static Result run(List<ReceivedEvent> events, int parallelism, String backend, Line line) throws Exception {
        boolean isSilentBetween = line == Line.SILENT_BETWEEN;
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        WatermarkStrategy<ReceivedEvent> timed = WatermarkStrategy.<ReceivedEvent>forGenerator(
                        context -> new AtOnce(isSilentBetween))
                .withTimestampAssigner((event, kafka) -> event.eventTimeMillis());
        DataStream<ReceivedEvent> source = isSilentBetween
                ? StreamsWithoutEnd.readByOne(env, events, TypeInformation.of(ReceivedEvent.class), timed)
                : env.fromData(events, TypeInformation.of(ReceivedEvent.class)).assignTimestampsAndWatermarks(timed);
        ProfileTopology.Outputs outputs = ProfileTopology.of(
                source,
                StreamsWithoutEnd.idle(env, ShopLog.ERASURE_OF_NOBODY, TypeInformation.of(Erasure.class)),
                ShopLog.schemas(),
                SETTINGS);
        Iterator<PersonProfile> profiles =
                slowIf(line == Line.SLOW_PROFILES, outputs.profiles()).collectAsync();
        Iterator<CustomerScore> scores =
                slowIf(line == Line.SLOW_SCORES, outputs.scores()).collectAsync();
        Iterator<CutPoints> cuts = outputs.thresholds().collectAsync();
        Iterator<SegmentChange> segments = outputs.segmentChanges().collectAsync();
        Iterator<LateEvent> late = outputs.lateEvents().collectAsync();
        env.executeAsync();
        assertThat(late).toIterable().isEmpty();
        return result(profiles, scores, cuts, segments);
    }

    private static <T> DataStream<T> slowIf(boolean isSlow, DataStream<T> rows) {
        return isSlow ? rows.filter(new Slow<>()) : rows;
    }

    private static Result result(
            Iterator<PersonProfile> profiles,
            Iterator<CustomerScore> scores,
            Iterator<CutPoints> cuts,
            Iterator<SegmentChange> segments) {
        ProfileRows rows = new ProfileRows("GBP");
        Map<String, PersonProfile> newest = new HashMap<>();
        profiles.forEachRemaining(
                profile -> newest.merge(profile.personId(), profile, (a, b) -> a.version() > b.version() ? a : b));
        // whether a person was told for a moment who is another one is a matter of arrival
        newest.values().removeIf(PersonProfile::isDeleted);
        Map<String, String> finalProfiles = new TreeMap<>();
        // how many changes led to it and which was the last is a matter of arrival
        newest.forEach((person, profile) -> finalProfiles.put(
                person,
                rows.row(new PersonProfile(
                                person,
                                profile.customerId(),
                                profile.anonymousId(),
                                profile.identifiers(),
                                profile.activity(),
                                profile.ledger(),
                                0,
                                0))
                        .toString()));
        Map<String, CustomerScore> finalScores = new TreeMap<>();
        Map<String, TreeMap<Integer, CustomerScore>> days = new TreeMap<>();
        scores.forEachRemaining(score -> {
            String person = score.personId();
            finalScores.merge(person, score, (a, b) -> a.version() > b.version() ? a : b);
            days.computeIfAbsent(person, key -> new TreeMap<>())
                    .merge(
                            2 * score.asOfDay() + (score.isIntraday() ? 1 : 0),
                            score,
                            (a, b) -> a.version() > b.version() ? a : b);
        });
        Map<String, List<String>> history = new TreeMap<>();
        days.forEach((person, states) -> history.put(person, history(states.values())));
        List<String> versions = new ArrayList<>();
        cuts.forEachRemaining(cut -> versions.add(cut.version() + " of " + cut.population()));
        Map<String, SegmentChange> lastChanges = new HashMap<>();
        segments.forEachRemaining(
                change -> lastChanges.merge(change.personId(), change, (a, b) -> a.asOfDay() > b.asOfDay() ? a : b));
        Map<String, String> lastSegments = new TreeMap<>();
        lastChanges.forEach((person, change) -> lastSegments.put(person, change.toSegment()));
        finalScores.replaceAll((person, score) -> withoutArrival(score));
        return new Result(finalProfiles, finalScores, history, versions, lastSegments);
    }

    private static String person(String customer) {
        return Identifier.parse("customer_id:" + customer).personId();
    }

    /** How events come, and what comes of them is taken. */
    private enum Line {
        STEADY,
        /** Readers count as idle after every event. */
        SILENT_BETWEEN,
        SLOW_PROFILES,
        SLOW_SCORES
    }

    /** A sink that takes its time: whoever is before it waits, and the buffers in front of them fill. */
    private static final class Slow<T> implements FilterFunction<T> {
        @Override
        public boolean filter(T row) throws InterruptedException {
            Thread.sleep(2);
            return true;
        }
    }

    /** Event time moves with every event, and not by the clock of the machine that runs the test. */
    private static final class AtOnce implements WatermarkGenerator<ReceivedEvent> {
        private final boolean isSilentBetween;
        private long newest = Long.MIN_VALUE + LATENESS.toMillis() + 1;

        AtOnce(boolean isSilentBetween) {
            this.isSilentBetween = isSilentBetween;
        }

        @Override
        public void onEvent(ReceivedEvent event, long timestampMillis, WatermarkOutput output) {
            newest = Math.max(newest, timestampMillis);
            output.emitWatermark(new Watermark(newest - LATENESS.toMillis() - 1));
            if (isSilentBetween) {
                output.markIdle();
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // said already
        }
    }

    /** What the beginnings and ends of days say, where it is not what the one before said. */
    private static List<String> history(Collection<CustomerScore> states) {
        List<String> history = new ArrayList<>();
        CustomerScore before = null;
        for (CustomerScore score : states) {
            if (!score.saysTheSameAs(before)) {
                history.add(LocalDate.ofEpochDay(score.asOfDay()) + (score.isIntraday() ? ", intraday: " : ": ")
                        + score.values().frequency() + " orders, "
                        + score.values().monetary());
            }
            before = score;
        }
        return history;
    }

    /** A score without what depends on how many intraday steps led to it. */
    private static CustomerScore withoutArrival(CustomerScore score) {
        return new CustomerScore(
                score.personId(), score.customerId(), 0, score.values(), score.scores(), 0, false, 0, 0);
    }

    /** The log with half of it repeated and every event moved by less than the lateness. */
    private static List<ReceivedEvent> shuffledWithin(Duration lateness, List<ReceivedEvent> log, long seed) {
        Random random = new Random(seed);
        List<ReceivedEvent> events = new ArrayList<>(log);
        events.addAll(log.subList(0, log.size() / 2));
        Collections.shuffle(events, random);
        long[] arrivals = new long[events.size()];
        Integer[] order = new Integer[events.size()];
        for (int i = 0; i < arrivals.length; i++) {
            arrivals[i] = events.get(i).eventTimeMicros() + (long) (random.nextDouble() * lateness.toMillis() * 1000);
            order[i] = i;
        }
        Arrays.sort(order, Comparator.comparingLong(i -> arrivals[i]));
        List<ReceivedEvent> shuffled = new ArrayList<>();
        for (int i : order) {
            shuffled.add(events.get(i));
        }
        return shuffled;
    }
}
