package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Behaviour;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.orders.Cancellation;
import io.clientele.jobs.domain.orders.LedgerEntry;
import io.clientele.jobs.domain.orders.OrderFacts;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.domain.orders.OrderLine;
import io.clientele.jobs.domain.orders.OrderVersion;
import io.clientele.jobs.domain.orders.Refund;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.domain.rfm.Scores;
import io.clientele.jobs.domain.rfm.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/** What was written is read, and a copy is nobody else's. */
class PackedSerializersTest {
    private static final List<String> TEXTS = List.of("", "web", "größe", "日本", "a/b/c", "x".repeat(300));
    private static final List<Behaviour> BEHAVIOURS = List.of(Behaviour.values());

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsRead(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Activity activity = activity(random);
        NodeProfile profile = profile(random, activity);
        NodeInputs inputs = inputs(random);

        assertThat(again(new ActivitySerializer(), activity))
                .usingRecursiveComparison()
                .isEqualTo(activity);
        assertThat(again(new NodeProfileSerializer(), profile))
                .usingRecursiveComparison()
                .isEqualTo(profile);
        NodeState node = new NodeState(
                activity,
                profile.ledger(),
                random.nextBoolean()
                        ? NodeIdentity.ALONE
                        : new NodeIdentity(
                                random.nextBoolean(), random.nextLong(), random.nextLong(), random.nextInt(9)),
                random.nextLong());
        assertThat(again(new NodeStateSerializer(), node))
                .usingRecursiveComparison()
                .isEqualTo(node);
        assertThat(again(new NodeInputsSerializer(), inputs))
                .usingRecursiveComparison()
                .isEqualTo(inputs);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenOfPersonsIsRead(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        NodeProfile profile = profile(random, activity(random));

        Assigned assigned = assigned(random);
        assertThat(again(new AssignedSerializer(), assigned)).isEqualTo(assigned);
        for (@Nullable NodeProfile sent : Arrays.asList(profile, null)) {
            NodeOfPerson node = new NodeOfPerson(
                    text(random),
                    text(random),
                    sent,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextLong(),
                    -1);
            assertThat(again(new NodeOfPersonSerializer(), node))
                    .usingRecursiveComparison()
                    .isEqualTo(node);
        }
        PersonProfile person = new PersonProfile(
                text(random), maybe(random), maybe(random), 3, profile.activity(), profile.ledger(), 7, -1);
        assertThat(again(new PersonProfileSerializer(), person))
                .usingRecursiveComparison()
                .isEqualTo(person);
        PersonSummary summary = summary(random);
        assertThat(again(new PersonSummarySerializer(), summary))
                .usingRecursiveComparison()
                .isEqualTo(summary);
        List<DatedValues> steps = steps(random);
        RfmUpdate update = new RfmUpdate(text(random), steps, random.nextBoolean());
        assertThat(again(new RfmUpdateSerializer(), update)).isEqualTo(update);
        CustomerScore score = score(random);
        assertThat(again(new CustomerScoreSerializer(), score)).isEqualTo(score);
        ScoredPerson scored = new ScoredPerson(
                text(random),
                steps,
                random.nextBoolean() ? null : score,
                random.nextInt(),
                random.nextBoolean() ? null : Segment.AT_RISK);
        assertThat(again(new ScoredPersonSerializer(), scored)).isEqualTo(scored);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenOfOrdersIsRead(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        OrderFacts facts = OrderFacts.none();
        for (int left = random.nextInt(6); left > 0; left--) {
            String id = text(random) + left;
            facts = facts.with(
                    switch (random.nextInt(3)) {
                        case 0 ->
                            new OrderVersion(
                                    random.nextLong(),
                                    id,
                                    random.nextLong(),
                                    left,
                                    List.of(
                                            new OrderLine(left, 3, random.nextLong(), 0),
                                            new OrderLine(7, left, -1, random.nextLong())));
                        case 1 ->
                            new Cancellation(
                                    random.nextLong(), id, random.nextBoolean() ? Map.of() : Map.of(10, 2L, left, 9L));
                        default -> new Refund(random.nextLong(), id, random.nextLong());
                    });
        }

        assertThat(again(new OrderFactsSerializer(), facts)).isEqualTo(facts);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aCopyDoesNotChangeWithItsOriginal(@ForAll long seed) {
        NodeProfile original = profile(new Random(seed), activity(new Random(seed)));
        NodeProfile before = profile(new Random(seed), activity(new Random(seed)));

        NodeProfile copy = new NodeProfileSerializer().copy(original);
        NodeState kept = new NodeStateSerializer()
                .copy(new NodeState(original.activity(), original.ledger(), NodeIdentity.ALONE, 0));
        NodeOfPerson sent = new NodeOfPersonSerializer().copy(NodeOfPerson.of("p", original, 1, 2));
        PersonProfile person = new PersonProfileSerializer()
                .copy(new PersonProfile("p", null, null, 1, original.activity(), original.ledger(), 1, 1));
        Activity unused = original.activity().counted(contact(new Random(seed + 1)), 7);

        assertThat(copy).usingRecursiveComparison().isEqualTo(before);
        assertThat(kept.activity()).usingRecursiveComparison().isEqualTo(before.activity());
        assertThat(sent.profile()).usingRecursiveComparison().isEqualTo(before);
        assertThat(person.activity()).usingRecursiveComparison().isEqualTo(before.activity());
    }

    /** Also when another value was written before, and by the way that copies bytes. */
    private static <T> T again(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(serializer.createInstance(), out);
        serializer.serialize(value, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        T first = serializer.deserialize(in);
        assertThat(first).usingRecursiveComparison().isEqualTo(serializer.createInstance());
        DataOutputSerializer copied = new DataOutputSerializer(16);
        serializer.copy(in, copied);
        return serializer.duplicate().deserialize(new DataInputDeserializer(copied.getCopyOfBuffer()));
    }

    private static Activity activity(Random random) {
        Activity activity = Activity.none();
        for (int contacts = random.nextInt(30); contacts > 0; contacts--) {
            activity = random.nextInt(5) == 0
                    ? activity.seen(contact(random))
                    : activity.counted(contact(random), random.nextInt(24));
        }
        return activity;
    }

    private static Contact contact(Random random) {
        List<Contact.Product> products = new ArrayList<>();
        for (int product = random.nextInt(4); product > 0; product--) {
            products.add(new Contact.Product(maybe(random), maybe(random)));
        }
        @Nullable
        Behaviour behaviour = random.nextInt(6) == 0 ? null : BEHAVIOURS.get(random.nextInt(BEHAVIOURS.size()));
        return new Contact(
                random.nextLong(),
                "e" + random.nextInt(),
                behaviour,
                text(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                products);
    }

    private static NodeProfile profile(Random random, Activity activity) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int day = 0; day < random.nextInt(9); day++) {
            entries.add(new LedgerEntry(
                    day - 3, random.nextLong(), 1 - random.nextInt(3), random.nextInt(), random.nextLong(), -day, day));
        }
        return new NodeProfile(
                text(random),
                activity,
                OrderLedger.of(entries),
                random.nextBoolean(),
                random.nextBoolean() ? null : (Long) random.nextLong(),
                random.nextInt(5) - 1,
                random.nextLong());
    }

    private static Assigned assigned(Random random) {
        return new Assigned(
                text(random),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(),
                random.nextInt(),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private static PersonSummary summary(Random random) {
        NodeProfile node = profile(random, activity(random));
        OrderLedger ledger = node.ledger();
        boolean isAlone = random.nextBoolean();
        @Nullable
        List<String> nodes =
                isAlone ? List.of(node.nodeKey()) : random.nextInt(3) == 0 ? null : List.of(text(random), text(random));
        EarlierNodes earlier = random.nextBoolean()
                ? EarlierNodes.NONE
                : EarlierNodes.NONE
                        .with("customer_id:a", random.nextInt(9), ledger)
                        .with("customer_id:b", -1, OrderLedger.empty());
        return new PersonSummary(
                random.nextBoolean(),
                random.nextLong(),
                maybe(random),
                ledger,
                nodes,
                earlier,
                isAlone ? node : null,
                new Namesake(
                        random.nextBoolean() ? null : (Integer) random.nextInt(),
                        new Forgetting(random.nextInt(3) - 1)));
    }

    private static List<DatedValues> steps(Random random) {
        List<DatedValues> steps = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            steps.add(new DatedValues(
                    random.nextInt(), maybe(random), values(random), random.nextLong(), random.nextBoolean()));
        }
        return steps;
    }

    private static RfmValues values(Random random) {
        return new RfmValues(random.nextInt(), random.nextLong(), random.nextLong());
    }

    private static CustomerScore score(Random random) {
        return new CustomerScore(
                text(random),
                maybe(random),
                random.nextInt(),
                values(random),
                new Scores(1, 5, random.nextInt(6)),
                random.nextLong(),
                random.nextBoolean(),
                random.nextLong(),
                random.nextLong());
    }

    private static NodeInputs inputs(Random random) {
        List<NodeInput> inputs = new ArrayList<>();
        String node = text(random);
        for (int left = random.nextInt(5); left > 0; left--) {
            long at = random.nextLong();
            String id = "e" + left;
            byte[] value = new byte[random.nextInt(400)];
            random.nextBytes(value);
            @Nullable
            ReceivedEvent event = random.nextInt(3) == 0
                    ? null
                    : new ReceivedEvent(
                            "orders",
                            3,
                            random.nextInt(99),
                            random.nextLong(),
                            7,
                            value,
                            at,
                            id,
                            EventIdentifiers.NONE);
            List<String> others = random.nextBoolean() ? List.of() : List.of(text(random), text(random));
            inputs.add(new NodeInput(node, event, others, random.nextBoolean(), random.nextBoolean(), at, id));
        }
        return new NodeInputs(node, inputs);
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static @Nullable String maybe(Random random) {
        return random.nextInt(3) == 0 ? null : text(random);
    }
}
