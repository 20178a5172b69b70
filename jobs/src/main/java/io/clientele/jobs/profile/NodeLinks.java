package io.clientele.jobs.profile;

import io.clientele.jobs.domain.identity.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a node tells the identity graph, each thing once: with whom it was seen, and since when it is there. The methods take the
 * {@link NodeIdentity} and return what it has become.
 *
 * <p>State per node, kept as long as the job: {@code links} (kind and other identifier → the earliest time told). A node that was never
 * named together with another has none. The others are known by their digests alone: where one of them is forgotten, nothing here
 * names it.
 */
final class NodeLinks {

    /** The state. */
    static final MapStateDescriptor<String, Long> LINKS = new MapStateDescriptor<>("links", Types.STRING, Types.LONG);

    private final MapState<String, Long> links;

    NodeLinks(RuntimeContext context) {
        links = context.getMapState(LINKS);
    }

    /**
     * Another node's event named this one, first seen so far at {@code firstSeen}. Of an earlier time than the graph was told it hears by
     * the link itself, which tells of both ends at once: by one of them alone, the person would be named after that one in between.
     */
    static NodeIdentity noticed(NodeIdentity known, NodeInput notice, long firstSeen, Consumer<NodeFact> graph) {
        return known.isReported() && notice.isLink()
                ? known
                : reported(known.linkedAt(notice.at()), notice, firstSeen, graph);
    }

    /**
     * An event of this node, which names others.
     *
     * @param kind what it says of them, as {@link NodeFact#kind}
     * @param firstSeen the earliest event of the node before this one
     */
    NodeIdentity observed(NodeIdentity known, NodeInput input, String kind, long firstSeen, Consumer<NodeFact> graph)
            throws Exception {
        NodeIdentity now = reported(known.linkedAt(input.at()), input, firstSeen, graph);
        for (String other : input.others()) {
            String said = kind
                    + ' '
                    + Identifier.parse(other).personId()
                    + (kind.equals(NodeFact.LINK) ? "" : ' ' + input.eventId());
            Long told = links.get(said);
            if (told == null || input.at() < told) {
                links.put(said, input.at());
                now = now.sent();
                graph.accept(new NodeFact(kind, input.node(), other, input.at(), input.eventId()));
            }
        }
        return now;
    }

    /** The node is there since an earlier time than it knew. */
    static NodeIdentity seenEarlier(NodeIdentity known, NodeInput input, long firstSeen, Consumer<NodeFact> graph) {
        return known.isLinked() ? reported(known, input, firstSeen, graph) : known;
    }

    /** Forgets everything. */
    void clear() {
        links.clear();
    }

    /** Forgets what was told of others: the graph, which forgot them, knows it no more. */
    static void forgetOthers(MapState<String, Long> links, Set<String> persons) throws Exception {
        List<String> gone = new ArrayList<>();
        for (String said : links.keys()) {
            if (persons.contains(said.split(" ")[1])) {
                gone.add(said);
            }
        }
        for (String said : gone) {
            links.remove(said);
        }
    }

    private static NodeIdentity reported(NodeIdentity now, NodeInput input, long firstSeen, Consumer<NodeFact> graph) {
        long since = Math.min(firstSeen, now.seenAt());
        if (since >= now.reportedAt()) {
            return now;
        }
        graph.accept(new NodeFact(NodeFact.SEEN, input.node(), "", since, input.eventId()));
        return now.reported(since);
    }
}
