package io.clientele.jobs.profile;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierState;
import io.clientele.jobs.domain.identity.IdentityChange;
import io.clientele.jobs.domain.identity.IdentityGraph;
import io.clientele.jobs.domain.identity.IdentityLogEntry;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.identity.PointerChange;
import io.clientele.jobs.state.KeyedStates;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The identity graph: takes in each fact as soon as both nodes that it names have told since when they are there, emits whose a
 * node is when that changed, and an answer to the node that told the fact. The history goes to the side ({@link #LOG}).
 *
 * <p>One key holds the whole graph, since any link may join any two persons; only new facts come here, so it is idle most of the
 * time. State, kept as long as the job: the records of {@link KeyedIdentityStore}, {@code reported} (identifier → since when it is
 * there) and {@code waiting} (identifier → the facts that wait for its report). Nothing here depends on event time; what comes
 * late changes what it must.
 */
final class ResolveIdentity extends KeyedProcessFunction<Integer, NodeFact, IdentityNews> {

    /** What happened to identifiers. */
    static final OutputTag<IdentityLogEntry> LOG =
            new OutputTag<>("identity-log", TypeInformation.of(IdentityLogEntry.class));

    private final IdentityRules rules;

    private transient KeyedIdentityStore store;
    private transient IdentityGraph graph;
    private transient MapState<String, NodeFact> reported;
    private transient MapState<String, WaitingFacts> waiting;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    ResolveIdentity(IdentityRules rules) {
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        store = new KeyedIdentityStore(getRuntimeContext());
        graph = new IdentityGraph(store, rules);
        reported = KeyedStates.map(getRuntimeContext(), "reported", String.class, NodeFact.class);
        waiting = KeyedStates.map(getRuntimeContext(), "waiting", String.class, WaitingFacts.class);
    }

    @Override
    public void processElement(NodeFact fact, Context context, Collector<IdentityNews> news) throws Exception {
        if (!fact.isSeen()) {
            takeIn(fact, context, news);
            return;
        }
        reported.put(fact.node(), fact);
        if (store.identifier(fact.node()) != null) {
            apply(fact, context, news);
        }
        @Nullable WaitingFacts facts = waiting.get(fact.node());
        if (facts != null) {
            waiting.remove(fact.node());
            for (NodeFact waited : facts.facts()) {
                takeIn(waited, context, news);
            }
        }
    }

    private void takeIn(NodeFact fact, Context context, Collector<IdentityNews> news) throws Exception {
        for (String node : List.of(fact.node(), fact.other())) {
            if (!reported.contains(node)) {
                await(node, fact);
                return;
            }
        }
        for (String node : List.of(fact.node(), fact.other())) {
            if (store.identifier(node) == null) {
                apply(reported.get(node), context, news);
            }
        }
        apply(fact, context, news);
        news.collect(new IdentityNews(fact.node(), personOf(fact.node()), 1, fact.at()));
    }

    private void await(String node, NodeFact fact) throws Exception {
        @Nullable WaitingFacts known = waiting.get(node);
        List<NodeFact> facts = known == null ? new ArrayList<>() : new ArrayList<>(known.facts());
        facts.add(fact);
        waiting.put(node, new WaitingFacts(facts));
    }

    private void apply(NodeFact fact, Context context, Collector<IdentityNews> news) {
        IdentityChange change = graph.apply(fact.fact());
        for (PointerChange pointer : change.pointers()) {
            news.collect(new IdentityNews(pointer.identifier(), pointer.newPersonId(), 0, fact.at()));
        }
        change.log().forEach(entry -> context.output(LOG, entry));
    }

    private String personOf(String node) {
        @Nullable IdentifierState known = store.identifier(node);
        return known == null ? Identifier.parse(node).personId() : known.personId();
    }
}
