package io.clientele.jobs.journey;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.sessions.Visitor;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.StayActive;
import io.clientele.schemas.EventContract;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From clickstream and orders to sessions and carts.
 *
 * <pre>
 *  erasures ── by visitor (to forget) ─▶ fold-sessions; to all (to refuse) ─▶ match-orders, fold-sessions,
 *                                                                               match-carts, fold-carts
 *
 *  events ─ read-visits ─ what orders are named, by order ─▶ match-orders ──▶ late
 *                │                                               │ whose an order is
 *                │ by visitor                         by visitor ▼
 *                └───────────────────────────────────────▶ fold-sessions ───▶ late
 *                                                                │
 *                                                                └──────────▶ sessions
 *
 *  read-visits ─ what orders are named, by order ─▶ match-carts ─ which cart an order is of ─┐
 *       │                                                                           by cart ▼
 *       └─ what is done with carts, by cart ────────────────────────────────────────▶ fold-carts ──▶ carts, late
 * </pre>
 */
public final class JourneyTopology {

    private JourneyTopology() {}

    /**
     * What comes out.
     *
     * @param sessions every change of a session, partitioned by visitor
     * @param carts every change of a cart, partitioned by cart
     * @param lateEvents events that changed nothing, because they came too late
     */
    public record Outputs(
            DataStream<VisitorSession> sessions, DataStream<CartChange> carts, DataStream<LateEvent> lateEvents) {}

    /**
     * Builds the graph.
     *
     * @param events of the topics clickstream and orders, with watermarks assigned
     * @param erasures persons to forget, without event time: idle or ended
     */
    public static Outputs of(
            DataStream<ReceivedEvent> events,
            DataStream<Erasure> erasures,
            WriterSchemas schemas,
            JourneySettings settings) {
        DataStream<VisitorInput> commands = erasures.<VisitorInput>flatMap((erasure, inputs) -> {
                    for (String identifier : erasure.toForget()) {
                        channels()
                                .forEach(channel ->
                                        inputs.collect(VisitorInput.erasure(Visitor.key(channel, identifier))));
                    }
                })
                .returns(TypeInformation.of(VisitorInput.class))
                .uid("route-erasures")
                .name("Tell the visitors that a person is to forget")
                .setParallelism(1);

        SingleOutputStreamOperator<VisitorInput> visits = events.process(
                        new ReadVisits(schemas, settings.reportingCurrency(), settings.ownHosts()),
                        TypeInformation.of(VisitorInput.class))
                .uid("read-visits")
                .name("Read the events of visits");

        SingleOutputStreamOperator<OrderOfVisitor> orders = visits.getSideOutput(ReadVisits.ORDERS)
                .keyBy(OrderWord::orderId, Types.STRING)
                .connect(erasures.broadcast(Erasures.ERASED))
                .process(new MatchOrders(settings), TypeInformation.of(OrderOfVisitor.class))
                .uid("match-orders")
                .name("Find the visitor who placed an order");

        DataStream<VisitorInput> placed = StayActive.behind(orders, "stay-active-for-sessions")
                .map(VisitorInput::of)
                .returns(TypeInformation.of(VisitorInput.class))
                .uid("route-orders")
                .name("Tell visitors of their orders");
        SingleOutputStreamOperator<VisitorSession> sessions = visits.union(placed, commands)
                .keyBy(VisitorInput::visitor, Types.STRING)
                .connect(erasures.broadcast(Erasures.ERASED))
                .process(new FoldSessions(settings), TypeInformation.of(VisitorSession.class))
                .uid("fold-sessions")
                .name("Fold the events of a visitor into sessions");

        SingleOutputStreamOperator<CartChange> carts = carts(visits, erasures, settings);
        return new Outputs(
                sessions,
                carts,
                sessions.getSideOutput(FoldSessions.LATE)
                        .union(orders.getSideOutput(MatchOrders.LATE), carts.getSideOutput(FoldCarts.LATE)));
    }

    private static SingleOutputStreamOperator<CartChange> carts(
            SingleOutputStreamOperator<VisitorInput> visits, DataStream<Erasure> erasures, JourneySettings settings) {
        SingleOutputStreamOperator<CartInput> ordered = visits.getSideOutput(ReadVisits.ORDERS)
                .keyBy(OrderWord::orderId, Types.STRING)
                .connect(erasures.broadcast(Erasures.ERASED))
                .process(new MatchCarts(settings), TypeInformation.of(CartInput.class))
                .uid("match-carts")
                .name("Find the cart that an order is of");
        return visits.getSideOutput(ReadVisits.CARTS)
                .union(StayActive.behind(ordered, "stay-active-for-carts"))
                .keyBy(CartInput::cartId, Types.STRING)
                .connect(erasures.broadcast(Erasures.ERASED))
                .process(new FoldCarts(settings), TypeInformation.of(CartChange.class))
                .uid("fold-carts")
                .name("Fold what is done with a cart");
    }

    /** Every channel that a visitor may be on. */
    private static List<String> channels() {
        Object allowed = EventContract.of(ReadVisits.CLICKSTREAM)
                .schema()
                .getField("channel")
                .getObjectProp(EventContract.ALLOWED);
        return ((List<?>) allowed).stream().map(String::valueOf).toList();
    }
}
