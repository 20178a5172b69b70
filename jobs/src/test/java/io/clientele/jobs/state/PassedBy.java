package io.clientele.jobs.state;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.erasure.Erasure;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;

/** Whose events may be passed by: operators between two exchanges that can be taken for idle, see {@link StayActive}. */
public final class PassedBy {

    private PassedBy() {}

    /** The names of such operators in a topology; it is not run. */
    public static List<String> operatorsIn(BiConsumer<DataStream<ReceivedEvent>, DataStream<Erasure>> topology) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        topology.accept(
                source(env, TypeInformation.of(ReceivedEvent.class), 2),
                source(env, TypeInformation.of(Erasure.class), 1));
        StreamGraph graph = env.getStreamGraph(false);
        return graph.getStreamNodes().stream()
                .flatMap(node -> node.getOutEdges().stream())
                .filter(PassedBy::isExchange)
                .map(edge -> graph.getStreamNode(edge.getSourceId()))
                .filter(node -> isBehindAnExchange(graph, node) && mayBeIdle(graph, node))
                .map(StreamNode::getOperatorName)
                .distinct()
                .toList();
    }

    private static <T> DataStream<T> source(StreamExecutionEnvironment env, TypeInformation<T> type, int parallelism) {
        return env.fromSequence(1, 2)
                .setParallelism(parallelism)
                .<T>flatMap((number, elements) -> {})
                .returns(type)
                .setParallelism(parallelism);
    }

    private static boolean isExchange(StreamEdge edge) {
        return !(edge.getPartitioner() instanceof ForwardPartitioner);
    }

    private static boolean isBehindAnExchange(StreamGraph graph, StreamNode node) {
        return node.getInEdges().stream()
                .anyMatch(
                        edge -> isExchange(edge) || isBehindAnExchange(graph, graph.getStreamNode(edge.getSourceId())));
    }

    /** An operator is idle when all of its inputs are. */
    private static boolean mayBeIdle(StreamGraph graph, StreamNode node) {
        return !isStayActive(node) && inputs(graph, node).allMatch(input -> mayBeIdle(graph, input));
    }

    private static boolean isStayActive(StreamNode node) {
        return node.getOperatorFactory() != null
                && Objects.requireNonNull(node.getOperatorFactory())
                        .getStreamOperatorClass(PassedBy.class.getClassLoader())
                        .equals(StayActive.class);
    }

    private static Stream<StreamNode> inputs(StreamGraph graph, StreamNode node) {
        return node.getInEdges().stream().map(edge -> graph.getStreamNode(edge.getSourceId()));
    }
}
