package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.orders.LedgerEntry;
import io.clientele.jobs.domain.orders.OrderLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** {@link MergePerson} by itself. */
abstract class MergedPersons {

    static final int FIRST_DAY = (int) ShopLog.FIRST_DAY.toEpochDay();
    static final int LONG_AGO = BusinessCalendar.BEFORE_ALL_DAYS;
    static final String PERSON = "p";

    final List<Long> nets = new ArrayList<>();
    KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> harness;

    @BeforeEach
    void start() throws Exception {
        harness = started(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    static KeyedOneInputStreamOperatorTestHarness<String, NodeOfPerson, PersonProfile> started(
            @Nullable OperatorSubtaskState state) throws Exception {
        MergePerson merge = new MergePerson(ShopLog.settings(Duration.ofDays(4)));
        var started = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(merge), NodeOfPerson::personId, Types.STRING);
        started.setup();
        if (state != null) {
            started.initializeState(state);
        }
        started.open();
        return started;
    }

    void restart(long checkpoint) throws Exception {
        collectNets();
        OperatorSubtaskState snapshot = harness.snapshot(checkpoint, checkpoint);
        harness.close();
        harness = started(snapshot);
    }

    void collectNets() {
        harness.extractOutputValues()
                .forEach(profile -> nets.add(profile.ledger().total().net() / 10_000));
    }

    PersonSummary person() throws Exception {
        return person(PERSON);
    }

    PersonSummary person(String personId) throws Exception {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        KeyedStateBackend<String> backend = operator.getKeyedStateBackend();
        backend.setCurrentKey(personId);
        return backend.getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ValueStateDescriptor<>("person", TypeInformation.of(PersonSummary.class)))
                .value();
    }

    void sendUnseen(String node) throws Exception {
        NodeProfile unseen = new NodeProfile(node, Activity.none(), OrderLedger.empty(), true, null, 0, 0);
        harness.processElement(NodeOfPerson.of(PERSON, unseen, 0, LONG_AGO), 0);
    }

    void send(String node, int day, LedgerEntry... entries) throws Exception {
        send(node, LONG_AGO, day, entries);
    }

    void send(String node, int countsFrom, int day, LedgerEntry... entries) throws Exception {
        harness.processElement(
                NodeOfPerson.of(PERSON, profile(node, true, day, entries), micros(day), countsFrom),
                micros(day) / 1000);
    }

    static NodeProfile profile(String node, boolean isLinked, int day, LedgerEntry... entries) {
        Activity seen = Activity.none()
                .seen(new Contact(micros(day), "e", null, "web", null, null, null, null, null, List.of()));
        return new NodeProfile(node, seen, OrderLedger.of(List.of(entries)), isLinked, null, 0, micros(day));
    }

    static boolean isMergedAway(RfmUpdate update) {
        return update.steps().get(0).isMergedAway();
    }

    static LedgerEntry order(int day, int pounds) {
        return new LedgerEntry(FIRST_DAY + day, micros(day), 1, 1, pounds * 10_000L, 0, 0);
    }

    static long micros(int day) {
        return ShopLog.at(day, 9).toEpochMilli() * 1000;
    }

    <T> List<T> side(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }
}
