package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.identity.IdentityLogEntry;
import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.StayActive;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From orders, clickstream and customer records to persons, profiles, scores and segments.
 *
 * <pre>
 *  erasures ── by node (to forget) and to all (to refuse) ─▶ fold-profile; all to 1 ─▶ resolve-identity
 *
 *  events ─ route-to-nodes ─ bundled by node ─▶ fold-profile ─────────────────────────▶ late
 *                                         │      │ facts about identity (all to 1)
 *                                profiles │      ▼
 *                                of nodes │    resolve-identity ───────────────────────▶ identity log
 *                                         ▼      │
 *              ┌─ by person ─── route-to-persons ┼────────────────────────────────────▶ node owners
 *              │                   linked │      │ whose a node is
 *              │                  by node ▼      ▼ by node
 *              │                      assign-person ──────────────────────────────────▶ node owners
 *              │                          │ by person
 *              └────────────────────────▶ ▼
 *                                     merge-person ───────────────────────────────────▶ profiles
 *                                         │       │
 *                           contributions │       │ rfm updates, by person
 *                              (all to 1) ▼       ▼
 *                          compute-cut-points ─▶ score-customer ──────────────────────▶ scores
 *                                         │  to     │        └───────────────────────▶ segment changes
 *                                         │  all    │ event time only
 *                                         └────▶ publish-thresholds ──────────────────▶ thresholds
 * </pre>
 */
public final class ProfileTopology {

    /** The one key of what concerns the whole population. */
    private static final int EVERYBODY = 0;

    private static final int MOST_WAITING_INPUTS = 10_000;

    private ProfileTopology() {}

    /** What comes out. */
    public record Outputs(
            DataStream<PersonProfile> profiles,
            DataStream<CustomerScore> scores,
            DataStream<CutPoints> thresholds,
            DataStream<SegmentChange> segmentChanges,
            DataStream<NodeOwner> nodeOwners,
            DataStream<IdentityLogEntry> identityLog,
            DataStream<LateEvent> lateEvents) {}

    /** The part of it that is about persons. */
    record Persons(
            DataStream<PersonProfile> profiles,
            DataStream<CustomerScore> scores,
            DataStream<CutPoints> thresholds,
            DataStream<SegmentChange> segmentChanges) {}

    /**
     * Builds the graph.
     *
     * @param events of {@link ProfileEventReader#TOPICS}, with watermarks assigned
     * @param erasures persons to forget, without event time: idle or ended
     */
    public static Outputs of(
            DataStream<ReceivedEvent> events,
            DataStream<Erasure> erasures,
            WriterSchemas schemas,
            ProfileSettings settings) {
        DataStream<NodeInputs> orders = erasures.<NodeInputs>flatMap((erasure, inputs) -> erasure.toForget()
                        .forEach(node -> inputs.collect(NodeInputs.of(NodeInput.erasure(node, erasure)))))
                .returns(TypeInformation.of(NodeInputs.class))
                .uid("route-erasures")
                .name("Tell the nodes of a person to forget")
                .setParallelism(1);
        SingleOutputStreamOperator<NodeProfile> nodes = events.flatMap(
                        new RouteToNodes(schemas, settings.reportingCurrency()))
                .returns(TypeInformation.of(NodeInput.class))
                .uid("route-to-nodes")
                .name("Route events to the nodes of their identifiers")
                .transform(
                        "Bundle the inputs of nodes",
                        TypeInformation.of(NodeInputs.class),
                        new BundleInputs(MOST_WAITING_INPUTS))
                .uid("bundle-inputs-of-nodes")
                .union(orders)
                .keyBy(NodeInputs::node, Types.STRING)
                .connect(erasures.broadcast(Erasures.ERASED))
                .process(new FoldProfile(schemas, settings), TypeInformation.of(NodeProfile.class))
                .uid("fold-profile")
                .name("Fold events into the profile of a node");

        SingleOutputStreamOperator<IdentityNews> identity = StayActive.behind(
                        nodes.getSideOutput(FoldProfile.FACTS), "stay-active-for-identity")
                .keyBy(fact -> EVERYBODY, Types.INT)
                .connect(erasures.keyBy(erasure -> EVERYBODY, Types.INT))
                .process(
                        new ResolveIdentity(settings.identity(), settings.calendar()),
                        TypeInformation.of(IdentityNews.class))
                .uid("resolve-identity")
                .name("Resolve who is who")
                .setParallelism(1);

        SingleOutputStreamOperator<NodeOfPerson> alone = StayActive.behind(nodes, "stay-active-for-profiles")
                .process(new RouteToPersons(), TypeInformation.of(NodeOfPerson.class))
                .uid("route-to-persons")
                .name("Route nodes to the persons that they are by themselves");

        SingleOutputStreamOperator<NodeOfPerson> assigned = alone.getSideOutput(RouteToPersons.LINKED)
                .keyBy(NodeProfile::nodeKey, Types.STRING)
                .connect(identity.keyBy(IdentityNews::node, Types.STRING))
                .process(new AssignPerson(settings.calendar()), TypeInformation.of(NodeOfPerson.class))
                .uid("assign-person")
                .name("Assign linked nodes to persons");

        Persons persons = persons(alone.union(assigned), settings);
        return new Outputs(
                persons.profiles(),
                persons.scores(),
                persons.thresholds(),
                persons.segmentChanges(),
                alone.getSideOutput(RouteToPersons.OWNERS).union(assigned.getSideOutput(AssignPerson.OWNERS)),
                identity.getSideOutput(ResolveIdentity.LOG),
                nodes.getSideOutput(FoldProfile.LATE));
    }

    /** The second half of the graph: from the profiles of nodes, each sent to its person, to persons, scores and cut points. */
    static Persons persons(DataStream<NodeOfPerson> nodes, ProfileSettings settings) {
        SingleOutputStreamOperator<PersonProfile> profiles = nodes.keyBy(NodeOfPerson::personId, Types.STRING)
                .process(new MergePerson(settings), TypeInformation.of(PersonProfile.class))
                .uid("merge-person")
                .name("Merge the nodes of a person");

        SingleOutputStreamOperator<CutPoints> cutPoints = profiles.getSideOutput(MergePerson.CONTRIBUTIONS)
                .keyBy(contribution -> EVERYBODY, Types.INT)
                .process(
                        new ComputeCutPoints(settings.calendar(), settings.scoring()),
                        TypeInformation.of(CutPoints.class))
                .uid("compute-cut-points")
                .name("Compute the day's cut points")
                .setParallelism(1);

        SingleOutputStreamOperator<CustomerScore> scores = profiles.getSideOutput(MergePerson.RFM_UPDATES)
                .keyBy(RfmUpdate::personId, Types.STRING)
                .connect(cutPoints.broadcast(ScoreCustomer.CUT_POINTS))
                .process(new ScoreCustomer(settings.calendar()), TypeInformation.of(CustomerScore.class))
                .uid("score-customer")
                .name("Score customers");

        SingleOutputStreamOperator<CutPoints> thresholds = cutPoints
                .keyBy(cuts -> EVERYBODY, Types.INT)
                .connect(scores.filter(score -> false)
                        .uid("event-time-of-scores")
                        .name("Pass event time on")
                        .keyBy(score -> EVERYBODY, Types.INT))
                .process(new PublishThresholds<>(settings.calendar()), TypeInformation.of(CutPoints.class))
                .uid("publish-thresholds")
                .name("Publish cut points that are in force")
                .setParallelism(1);

        return new Persons(profiles, scores, thresholds, scores.getSideOutput(ScoreCustomer.SEGMENT_CHANGES));
    }
}
