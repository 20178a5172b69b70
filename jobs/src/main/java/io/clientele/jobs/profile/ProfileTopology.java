package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.rfm.CutPoints;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From orders and clickstream to profiles, scores and segments.
 *
 * <pre>
 *  events ─ by node ─▶ fold-profile ───────────────────────────────────────────▶ profiles
 *                        │       │ └────────────────────────────────────────────▶ late
 *          contributions │       │ rfm updates, by person
 *             (all to 1) ▼       ▼
 *         compute-cut-points ─▶ score-customer ────────────────────────────────▶ scores
 *                        │  to     │        └───────────────────────────────────▶ segment changes
 *                        │  all    │ event time only
 *                        └────▶ publish-thresholds ─────────────────────────────▶ thresholds
 * </pre>
 */
public final class ProfileTopology {

    /** The one key of what concerns the whole population. */
    private static final int EVERYBODY = 0;

    private ProfileTopology() {}

    /** What comes out. */
    public record Outputs(
            DataStream<NodeProfile> profiles,
            DataStream<CustomerScore> scores,
            DataStream<CutPoints> thresholds,
            DataStream<SegmentChange> segmentChanges,
            DataStream<LateEvent> lateEvents) {}

    /** Builds the graph over events of the topics {@code clickstream} and {@code orders}, with watermarks assigned. */
    public static Outputs of(DataStream<ReceivedEvent> events, WriterSchemas schemas, ProfileSettings settings) {
        SingleOutputStreamOperator<NodeProfile> profiles = events.filter(event -> NodeKey.of(event) != null)
                .uid("drop-guests")
                .name("Drop guests, who have no profile")
                .keyBy(event -> NodeKey.require(event).text(), Types.STRING)
                .process(new FoldProfile(schemas, settings), TypeInformation.of(NodeProfile.class))
                .uid("fold-profile")
                .name("Fold events into the profile");

        SingleOutputStreamOperator<CutPoints> cutPoints = profiles.getSideOutput(FoldProfile.CONTRIBUTIONS)
                .keyBy(contribution -> EVERYBODY, Types.INT)
                .process(
                        new ComputeCutPoints(settings.calendar(), settings.scoring()),
                        TypeInformation.of(CutPoints.class))
                .uid("compute-cut-points")
                .name("Compute the day's cut points")
                .setParallelism(1);

        SingleOutputStreamOperator<CustomerScore> scores = profiles.getSideOutput(FoldProfile.RFM_UPDATES)
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

        return new Outputs(
                profiles,
                scores,
                thresholds,
                scores.getSideOutput(ScoreCustomer.SEGMENT_CHANGES),
                profiles.getSideOutput(FoldProfile.LATE));
    }
}
