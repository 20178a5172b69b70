package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierPair;
import io.clientele.jobs.domain.identity.IdentityFact;
import io.clientele.jobs.domain.identity.IdentityLogEntry;
import io.clientele.jobs.domain.identity.IdentityResolution;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.identity.Linked;
import io.clientele.jobs.domain.identity.Merged;
import io.clientele.jobs.domain.identity.Person;
import io.clientele.jobs.domain.identity.RefusalReason;
import io.clientele.jobs.domain.identity.Seen;
import io.clientele.jobs.domain.identity.Unmerged;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.events.EventIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is who, on a cluster: what the rules say of the set of facts, however the events arrive and wherever they are computed. */
class PersonTopologyTest {

    private static final Duration LATENESS = Duration.ofDays(60);
    private static final int DAYS = 30;
    private static final ProfileSettings SETTINGS = ShopLog.settings(Duration.ofDays(90));

    @ParameterizedTest(name = "seed {0}, parallelism {1}, {2}, bundled: {3}")
    @CsvSource({
        "1, 1, hashmap, false",
        "2, 2, rocksdb, true",
        "3, 4, hashmap, false",
        "4, 3, hashmap, true",
        "5, 2, hashmap, false",
        "6, 2, rocksdb, false"
    })
    void personsAreWhatTheRulesSayOfAllFacts(long seed, int parallelism, String backend, boolean isBundled)
            throws Exception {
        World world = World.random(new Random(seed));
        List<ReceivedEvent> shuffled = new ArrayList<>(world.log.events());
        shuffled.addAll(shuffled.subList(0, shuffled.size() / 2));
        Collections.shuffle(shuffled, new Random(seed));

        Result result = run(shuffled, parallelism, backend, OneByOne.or(isBundled, LATENESS));

        assertThat(result.owners).isEqualTo(world.persons());
        assertThat(result.clicks).isEqualTo(world.clicksByPerson());
        assertThat(result.netSales.values().stream().mapToLong(Long::longValue).sum())
                .as("net sales of all persons are those of all nodes")
                .isEqualTo(world.orders * 50_000L);
        result.assertMovesAreChains();
    }

    @Test
    void aVisitorsHistoryJoinsTheCustomerOnLoginAndASecondCustomerOnTheDeviceDoesNotInheritIt() throws Exception {
        EventIdentifiers visitor = EventIdentifiers.of(null, "cookie");
        ShopLog log = new ShopLog()
                .clickedAs(visitor, ShopLog.at(0, 9))
                .clickedAs(visitor, ShopLog.at(0, 10))
                .clickedAs(EventIdentifiers.of("ann", "cookie"), ShopLog.at(0, 11))
                .clickedAs(EventIdentifiers.of("bob", "cookie"), ShopLog.at(1, 9));

        Result result = run(log.events(), 2, "hashmap");

        String ann = Identifier.parse("anonymous_id:cookie").personId();
        String bob = Identifier.parse("customer_id:bob").personId();
        assertThat(result.owners)
                .containsEntry("anonymous_id:cookie", ann)
                .containsEntry("customer_id:ann", ann)
                .containsEntry("customer_id:bob", bob);
        assertThat(result.clicks).isEqualTo(Map.of(ann, 3L, bob, 1L));
        assertThat(result.log)
                .extracting(IdentityLogEntry::reason)
                .filteredOn(Objects::nonNull)
                .containsExactly(RefusalReason.CUSTOMER_LIMIT);
    }

    /** As they were told alone, they went to the persons that they are by themselves. */
    @Test
    void aCustomerAndAVisitorWhoWereBothPersonsBeforeTheLoginAreOneAfterIt() throws Exception {
        ShopLog log = new ShopLog()
                .clickedAs(EventIdentifiers.of(null, "cookie"), ShopLog.at(0, 9))
                .placedAs(EventIdentifiers.of("ann", null), "1", ShopLog.at(0, 10), "5")
                .clickedAs(EventIdentifiers.of("ann", "cookie"), ShopLog.at(0, 11))
                .placedAs(EventIdentifiers.of("ann", null), "2", ShopLog.at(0, 12), "5");
        String visitor = Identifier.parse("anonymous_id:cookie").personId();

        for (int parallelism = 1; parallelism <= 4; parallelism++) {
            // of one day, so that no news wait for it to come
            Result result = run(log.events(), parallelism, "hashmap", OneByOne.or(false, Duration.ZERO));

            assertThat(result.netSales).isEqualTo(Map.of(visitor, 100_000L));
            assertThat(result.clicks).isEqualTo(Map.of(visitor, 2L));
            assertThat(result.owners.values()).hasSize(2).containsOnly(visitor);
        }
    }

    /** An event tells of both at once, by several ways. */
    @Test
    void anEarlierEventThatComesLateNamesThePersonAfterNobodyElseInBetween() throws Exception {
        EventIdentifiers both = EventIdentifiers.of("ann", "cookie");
        ShopLog log = new ShopLog()
                .placedAs(EventIdentifiers.of("bob", null), "1", ShopLog.at(0, 9), "5")
                .placedAs(EventIdentifiers.of("bob", null), "2", ShopLog.at(1, 9), "5")
                .placedAs(EventIdentifiers.of("ann", null), "3", ShopLog.at(1, 22), "5");
        for (int hour = 21; hour > 10; hour--) {
            log.clickedAs(both, ShopLog.at(1, hour));
        }
        String ann = Identifier.parse("customer_id:ann").personId();

        for (int parallelism = 1; parallelism <= 4; parallelism++) {
            Result result = run(log.events(), parallelism, "hashmap", OneByOne.or(false, Duration.ZERO));

            assertThat(result.everyOwner)
                    .containsEntry("customer_id:ann", Set.of(ann))
                    .containsKey("anonymous_id:cookie");
            assertThat(result.moves).extracting(SegmentChange::personId).containsOnlyOnce(ann);
        }
    }

    @Test
    void anUnmergeAfterAMergeRestoresBoth() throws Exception {
        ShopLog log = new ShopLog()
                .placedAs(EventIdentifiers.of("ann", null), "1", ShopLog.at(0, 9), "5")
                .placedAs(EventIdentifiers.of("bob", null), "2", ShopLog.at(1, 9), "5")
                .asserted("merge", ShopLog.at(2, 9), "customer_id:ann", "customer_id:bob");
        String ann = Identifier.parse("customer_id:ann").personId();
        String bob = Identifier.parse("customer_id:bob").personId();
        assertThat(run(log.events(), 2, "hashmap").netSales).isEqualTo(Map.of(ann, 100_000L));

        log.asserted("unmerge", ShopLog.at(3, 9), "customer_id:ann", "customer_id:bob");

        Result result = run(log.events(), 2, "hashmap");
        assertThat(result.netSales).isEqualTo(Map.of(ann, 50_000L, bob, 50_000L));
        assertThat(result.moves)
                .as("a merge is no move between segments")
                .extracting(SegmentChange::toSegment)
                .doesNotContain("prospect");
    }

    @Test
    void aChainOfTenLinksEndsInOnePerson() throws Exception {
        ShopLog log = new ShopLog();
        String[] hops = {
            "customer_id:c",
            "email_sha256:" + "1".repeat(64),
            "anonymous_id:1",
            "device_id:1",
            "anonymous_id:2",
            "loyalty_id:1",
            "anonymous_id:3",
            "phone_sha256:" + "2".repeat(64),
            "anonymous_id:4",
            "device_id:2",
            "anonymous_id:5"
        };
        for (int hop = hops.length - 1; hop > 0; hop--) {
            log.asserted("link", ShopLog.at(hop, 9), hops[hop - 1], hops[hop]);
        }

        assertThat(run(log.events(), 4, "hashmap").owners.values())
                .as("the ends of the earliest link are seen first, and the customer number is the most telling")
                .hasSize(11)
                .containsOnly(Identifier.parse(hops[0]).personId());
    }

    /** What a run says in the end. */
    private record Result(
            Map<String, String> owners,
            Map<String, Set<String>> everyOwner,
            Map<String, Long> clicks,
            Map<String, Long> netSales,
            List<SegmentChange> moves,
            List<IdentityLogEntry> log) {

        void assertMovesAreChains() {
            Map<String, String> segments = new HashMap<>();
            for (SegmentChange move : moves) {
                assertThat(move.fromSegment())
                        .as("%s begins where the person was", move)
                        .isEqualTo(segments.getOrDefault(move.personId(), "prospect"));
                segments.put(move.personId(), move.toSegment());
            }
        }
    }

    private static Result run(List<ReceivedEvent> events, int parallelism, String backend) throws Exception {
        return run(events, parallelism, backend, OneByOne.or(false, LATENESS));
    }

    private static Result run(
            List<ReceivedEvent> events, int parallelism, String backend, WatermarkStrategy<ReceivedEvent> timed)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        ProfileTopology.Outputs outputs = ProfileTopology.of(
                env.fromData(events, TypeInformation.of(ReceivedEvent.class)).assignTimestampsAndWatermarks(timed),
                StreamsWithoutEnd.idle(env, ShopLog.ERASURE_OF_NOBODY, TypeInformation.of(Erasure.class)),
                ShopLog.schemas(),
                SETTINGS);
        Iterator<PersonProfile> profiles = outputs.profiles().collectAsync();
        Iterator<NodeOwner> owners = outputs.nodeOwners().collectAsync();
        Iterator<IdentityLogEntry> log = outputs.identityLog().collectAsync();
        Iterator<SegmentChange> segments = outputs.segmentChanges().collectAsync();
        env.executeAsync();

        Map<String, NodeOwner> newestOwners = new HashMap<>();
        Map<String, Set<String>> everyOwner = new TreeMap<>();
        owners.forEachRemaining(owner -> {
            newestOwners.merge(owner.node(), owner, (a, b) -> a.version() > b.version() ? a : b);
            everyOwner.computeIfAbsent(owner.node(), node -> new TreeSet<>()).add(owner.personId());
        });
        Map<String, PersonProfile> newest = new HashMap<>();
        profiles.forEachRemaining(
                profile -> newest.merge(profile.personId(), profile, (a, b) -> a.version() > b.version() ? a : b));
        newest.values().removeIf(PersonProfile::isDeleted);
        Result result = new Result(
                new TreeMap<>(), everyOwner, new TreeMap<>(), new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
        newestOwners.forEach((node, owner) -> result.owners.put(node, owner.personId()));
        newest.forEach((person, profile) -> {
            result.clicks.put(person, profile.activity().events());
            result.netSales.put(person, profile.ledger().total().net());
        });
        log.forEachRemaining(result.log::add);
        segments.forEachRemaining(result.moves::add);
        return result;
    }

    /** Random events over few identifiers, so that limits, shared identifiers and contradictions occur. */
    private record World(
            ShopLog log, List<IdentityFact> facts, Map<String, Long> clicks, List<String> nodes, int orders) {

        static World random(Random random) {
            World world = new World(new ShopLog(), new ArrayList<>(), new TreeMap<>(), new ArrayList<>(), 40);
            for (int number = 0; number < 160; number++) {
                Instant at =
                        ShopLog.at(random.nextInt(DAYS), random.nextInt(24)).plusSeconds(number);
                if (number % 8 == 0) {
                    world.assertion(random, at);
                } else {
                    world.event(random, at, number % 4 == 1 ? "o" + number : null);
                }
            }
            return world;
        }

        private void event(Random random, Instant at, @Nullable String order) {
            EventIdentifiers identifiers = new EventIdentifiers(
                    some(random, 0.4, "c", 6),
                    some(random, 0.1, "card", 3),
                    null,
                    null,
                    some(random, 0.3, "d", 4),
                    order == null || random.nextBoolean() ? "v" + random.nextInt(12) : null);
            List<Identifier> named = EventIdentity.of(identifiers);
            if (named.isEmpty()) {
                named = List.of(Identifier.parse("customer_id:c1"));
                identifiers = EventIdentifiers.of("c1", null);
            }
            if (order == null) {
                log.clickedAs(identifiers, at);
                clicks.merge(named.get(0).text(), 1L, Long::sum);
            } else {
                log.placedAs(identifiers, order, at, "5");
                clicks.merge(named.get(0).text(), 0L, Long::sum);
            }
            String id = lastId();
            seen(named, at, id);
            for (Identifier other : named.subList(1, named.size())) {
                facts.add(new Linked(IdentifierPair.of(named.get(0), other), micros(at), id));
            }
        }

        private void assertion(Random random, Instant at) {
            String kind = List.of("merge", "unmerge", "link").get(random.nextInt(3));
            Identifier one = Identifier.parse("customer_id:c" + random.nextInt(6));
            Identifier other = Identifier.parse(
                    random.nextBoolean()
                            ? "customer_id:c" + (6 + random.nextInt(2))
                            : "anonymous_id:v" + random.nextInt(12));
            log.asserted(kind, at, one.text(), other.text());
            String id = lastId();
            seen(List.of(one, other), at, id);
            IdentifierPair pair = IdentifierPair.of(one, other);
            facts.add(
                    switch (kind) {
                        case "merge" -> new Merged(pair, micros(at), id);
                        case "unmerge" -> new Unmerged(pair, micros(at), id);
                        default -> new Linked(pair, micros(at), id);
                    });
        }

        private void seen(List<Identifier> named, Instant at, String id) {
            for (Identifier identifier : named) {
                nodes.add(identifier.text());
                facts.add(new Seen(identifier, micros(at), id));
            }
        }

        private String lastId() {
            List<ReceivedEvent> events = log.events();
            return events.get(events.size() - 1).eventId();
        }

        /** The person of every node. */
        Map<String, String> persons() {
            Map<String, String> persons = new TreeMap<>();
            for (Person person :
                    IdentityResolution.of(facts, IdentityRules.DEFAULT).persons()) {
                person.members().forEach(member -> persons.put(member.text(), person.id()));
            }
            return persons;
        }

        Map<String, Long> clicksByPerson() {
            Map<String, String> persons = persons();
            Map<String, Long> byPerson = new TreeMap<>();
            clicks.forEach((node, count) -> byPerson.merge(String.valueOf(persons.get(node)), count, Long::sum));
            return byPerson;
        }

        private static @Nullable String some(Random random, double chance, String prefix, int of) {
            return random.nextDouble() < chance ? prefix + random.nextInt(of) : null;
        }

        private static long micros(Instant at) {
            return at.toEpochMilli() * 1000;
        }
    }
}
