package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.EventIdentity;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * {@link ProfileTopology} without its graph: an event concerns its most telling identifier alone, and that is the person.
 *
 * <pre>
 *  events ─ route-to-owners ─ bundled by node ─▶ fold-profile ─ persons-of-nodes ─ by person ─▶ merge-person ─▶ …
 * </pre>
 */
final class WithoutIdentity {

    private static final int MOST_WAITING_INPUTS = 10_000;

    private WithoutIdentity() {}

    static ProfileTopology.Persons of(
            DataStream<ReceivedEvent> events, WriterSchemas schemas, ProfileSettings settings) {
        DataStream<NodeOfPerson> nodes = nodes(events, schemas, settings)
                .map(NodeOfPerson::ofItself)
                .returns(TypeInformation.of(NodeOfPerson.class))
                .uid("persons-of-nodes")
                .name("Make each node a person");
        return ProfileTopology.persons(nodes, settings);
    }

    /** The first half: the profiles of nodes. */
    static DataStream<NodeProfile> nodes(
            DataStream<ReceivedEvent> events, WriterSchemas schemas, ProfileSettings settings) {
        return events.flatMap(WithoutIdentity::toOwner)
                .returns(TypeInformation.of(NodeInput.class))
                .uid("route-to-owners")
                .name("Route events to their most telling identifier")
                .transform(
                        "Bundle the inputs of nodes",
                        TypeInformation.of(NodeInputs.class),
                        new BundleInputs(MOST_WAITING_INPUTS))
                .uid("bundle-inputs-of-nodes")
                .keyBy(NodeInputs::node, Types.STRING)
                .connect(Arm.nobodyErased(events).broadcast(Erasures.ERASED))
                .process(new FoldProfile(schemas, settings), TypeInformation.of(NodeProfile.class))
                .uid("fold-profile")
                .name("Fold events into the profile of a node");
    }

    private static void toOwner(ReceivedEvent event, Collector<NodeInput> inputs) {
        List<Identifier> identifiers = EventIdentity.of(event.identifiers());
        if (!identifiers.isEmpty()) {
            String owner = identifiers.get(0).text();
            inputs.collect(
                    new NodeInput(owner, event, List.of(), false, true, event.eventTimeMicros(), event.eventId()));
        }
    }
}
