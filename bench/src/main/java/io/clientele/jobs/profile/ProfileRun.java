package io.clientele.jobs.profile;

import io.clientele.bench.throughput.CustomerRow;
import io.clientele.bench.throughput.DigestSink;
import io.clientele.bench.throughput.Workload;
import io.clientele.connectors.kafka.EventSource;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Behaviour;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.orders.LedgerEntry;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.settings.JobSettings;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The profile job on its own source, with a sink that keeps of each customer what other engines compute too. */
public final class ProfileRun {

    private ProfileRun() {}

    /** All of the topology, up to the rows of its tables. */
    public static void withoutSink(JobSettings settings, Workload workload) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        digest(
                Arm.WITH_IDENTITY
                        .build(events(env, settings), registry(settings), ProfileSettings.of(settings))
                        .map(ProfileRun::row)
                        .returns(CustomerRow.class)
                        .uid("customer-rows"),
                workload);
        env.execute(ProfileJob.NAME);
    }

    /** The fold of events into profiles alone: neither identity, nor persons, nor scores. */
    public static void foldAlone(JobSettings settings, Workload workload) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        digest(
                WithoutIdentity.nodes(events(env, settings), registry(settings), ProfileSettings.of(settings))
                        .map(ProfileRun::row)
                        .returns(CustomerRow.class)
                        .uid("customer-rows"),
                workload);
        env.execute(ProfileJob.NAME);
    }

    private static DataStream<ReceivedEvent> events(StreamExecutionEnvironment env, JobSettings settings) {
        return EventSource.of(
                        env,
                        settings.kafka(),
                        ProfileEventReader.TOPICS,
                        "",
                        ProfileJob.NAME,
                        "profile-events",
                        ProfileJob.NAME)
                .events();
    }

    private static SchemaRegistry registry(JobSettings settings) {
        return new SchemaRegistry(settings.kafka().schemaRegistry());
    }

    private static void digest(DataStream<CustomerRow> rows, Workload workload) {
        rows.sinkTo(new DigestSink<>(workload, row -> row)).uid("digest");
    }

    private static CustomerRow row(PersonProfile person) {
        return row(Objects.requireNonNull(person.customerId()), person.activity(), person.ledger());
    }

    private static CustomerRow row(NodeProfile node) {
        return row(Identifier.parse(node.nodeKey()).value(), node.activity(), node.ledger());
    }

    private static CustomerRow row(String customerId, Activity activity, OrderLedger ledger) {
        LedgerEntry total = ledger.total();
        List<Long> orders = ledger.ordersThrough(Integer.MAX_VALUE);
        return new CustomerRow(
                customerId,
                activity.events(),
                activity.count(Behaviour.PAGE_VIEW),
                activity.count(Behaviour.PRODUCT_VIEW),
                activity.count(Behaviour.CART),
                total.orders(),
                total.net(),
                activity.firstSeenAt(),
                activity.lastSeenAt(),
                orders.isEmpty() ? 0 : orders.get(0),
                orders.isEmpty() ? 0 : orders.get(orders.size() - 1));
    }
}
