package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.erasure.Erasure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a cluster: who is erased in the middle of the log was never there. */
class ErasureTopologyTest {

    private static final Duration LATENESS = Duration.ofDays(60);
    private static final int PERSONS = 12;
    private static final Set<Integer> ERASED = Set.of(2, 5, 11);
    private static final ProfileSettings SETTINGS = ShopLog.settings(Duration.ofDays(90));

    @ParameterizedTest(name = "seed {0}, parallelism {1}, {2}")
    @CsvSource({"1, 1, hashmap, true", "2, 2, rocksdb, false", "3, 4, hashmap, false"})
    void whatIsKnownAfterwardsIsWhatIsKnownOfTheOthersAlone(
            long seed, int parallelism, String backend, boolean isBundled) throws Exception {
        List<Visit> visits = visits(new Random(seed));
        List<ErasureStep> steps = new ArrayList<>();
        for (Visit visit : visits) {
            steps.add(new ErasureStep(visit.event(), null));
        }
        // twice each: an order that is repeated changes nothing more
        for (int person : ERASED) {
            steps.add(steps.size() / 2, new ErasureStep(null, erasure(person)));
            steps.add(steps.size() * 3 / 4, new ErasureStep(null, erasure(person)));
        }
        List<ErasureStep> others = visits.stream()
                .filter(visit -> !ERASED.contains(visit.person()))
                .map(visit -> new ErasureStep(visit.event(), null))
                .toList();

        Result result = run(steps, parallelism, backend, isBundled);

        assertThat(result.profiles)
                .isEqualTo(run(others, 1, "hashmap", isBundled).profiles)
                .hasSize(PERSONS - ERASED.size());
        assertThat(result.population).isEqualTo(PERSONS - ERASED.size());
    }

    @Test
    void anErasureThatComesBeforeEverythingRefusesEverything() throws Exception {
        List<ErasureStep> steps = new ArrayList<>();
        steps.add(
                new ErasureStep(null, new Erasure("r", "remember", 1, erasure(2).identifiers())));
        steps.add(new ErasureStep(null, erasure(2)));

        assertThat(run(steps, 2, "hashmap", false).profiles).isEmpty();
    }

    private record Visit(int person, ReceivedEvent event) {}

    /** Everybody has a customer number, two cookies and a device, and orders with some of them; but some have a customer number alone. */
    private static List<Visit> visits(Random random) {
        ShopLog log = new ShopLog();
        List<Integer> persons = new ArrayList<>();
        for (int number = 0; number < 400; number++) {
            int person = number % PERSONS;
            boolean isAlone = person % 5 == 1;
            EventIdentifiers identifiers = new EventIdentifiers(
                    isAlone || random.nextInt(3) > 0 ? "c" + person : null,
                    null,
                    null,
                    null,
                    !isAlone && random.nextInt(4) == 0 ? "d" + person : null,
                    isAlone ? null : "v" + person + "-" + random.nextInt(2));
            var at = ShopLog.at(random.nextInt(20), random.nextInt(24)).plusSeconds(number);
            if (number % 5 == 0) {
                log.placedAs(identifiers, "o" + number, at, "7");
            } else {
                log.clickedAs(identifiers, at);
            }
            persons.add(person);
        }
        return IntStream.range(0, persons.size())
                .mapToObj(index -> new Visit(persons.get(index), log.events().get(index)))
                .toList();
    }

    private static Erasure erasure(int person) {
        return Erasure.of(
                "r" + person,
                ShopLog.at(30, 0).toEpochMilli() * 1000,
                List.of(
                        "customer_id:c" + person,
                        "device_id:d" + person,
                        "anonymous_id:v" + person + "-0",
                        "anonymous_id:v" + person + "-1"));
    }

    private record Result(Map<String, String> profiles, long population) {}

    private static Result run(List<ErasureStep> steps, int parallelism, String backend, boolean isBundled)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        DataStream<ErasureStep> source = env.fromData(steps, TypeInformation.of(ErasureStep.class));
        ProfileTopology.Outputs outputs = ProfileTopology.of(
                source.filter(step -> step.event() != null)
                        .map(step -> Objects.requireNonNull(step.event()))
                        .returns(TypeInformation.of(ReceivedEvent.class))
                        .assignTimestampsAndWatermarks(OneByOne.or(isBundled, LATENESS)),
                source.filter(step -> step.erasure() != null)
                        .map(step -> Objects.requireNonNull(step.erasure()))
                        .returns(TypeInformation.of(Erasure.class)),
                ShopLog.schemas(),
                SETTINGS);
        Iterator<PersonProfile> profiles = outputs.profiles().collectAsync();
        Iterator<CutPoints> cuts = outputs.thresholds().collectAsync();
        env.executeAsync();

        Map<String, PersonProfile> newest = new HashMap<>();
        profiles.forEachRemaining(
                profile -> newest.merge(profile.personId(), profile, (a, b) -> a.version() > b.version() ? a : b));
        ProfileRows rows = new ProfileRows("GBP");
        Map<String, String> shown = new TreeMap<>();
        newest.forEach((person, profile) -> {
            if (!profile.isDeleted()) {
                shown.put(person, rows.row(withoutHistory(profile)).toString());
            }
        });
        long population = 0;
        while (cuts.hasNext()) {
            population = cuts.next().population();
        }
        return new Result(shown, population);
    }

    /** How many changes led to a profile and which was the last is a matter of arrival. */
    private static PersonProfile withoutHistory(PersonProfile profile) {
        return new PersonProfile(
                profile.personId(),
                profile.customerId(),
                profile.anonymousId(),
                profile.identifiers(),
                profile.activity(),
                profile.ledger(),
                0,
                0);
    }
}
