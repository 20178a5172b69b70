package io.clientele.jobs.profile;

import io.clientele.jobs.domain.orders.Cancellation;
import io.clientele.jobs.domain.orders.OrderFacts;
import io.clientele.jobs.domain.orders.OrderLine;
import io.clientele.jobs.domain.orders.OrderVersion;
import io.clientele.jobs.domain.orders.Refund;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;
import io.clientele.jobs.state.PackedSerializer;
import io.clientele.jobs.state.PackedSnapshot;
import io.clientele.jobs.state.PackedType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** What is known of orders, as bytes. */
public final class OrderFactsSerializer extends PackedSerializer<OrderFacts> {
    private static final long serialVersionUID = 1L;

    static final TypeInformation<OrderFacts> TYPE = new PackedType<>(OrderFacts.class, OrderFactsSerializer::new);

    @Override
    protected void write(OrderFacts facts, PackedOutput out) {
        out.number(facts.versions().size());
        for (OrderVersion version : facts.versions()) {
            out.fixed(version.at())
                    .text(version.eventId())
                    .number(version.gross())
                    .number(version.discount())
                    .number(version.lines().size());
            for (OrderLine line : version.lines()) {
                out.number(line.position())
                        .number(line.quantity())
                        .number(line.gross())
                        .number(line.discount());
            }
        }
        out.number(facts.cancellations().size());
        for (Cancellation cancellation : facts.cancellations()) {
            out.fixed(cancellation.at()).text(cancellation.eventId());
            out.number(cancellation.pieces().size());
            cancellation
                    .pieces()
                    .forEach((position, pieces) -> out.number(position).number(pieces));
        }
        out.number(facts.refunds().size());
        for (Refund refund : facts.refunds()) {
            out.fixed(refund.at()).text(refund.eventId()).number(refund.amount());
        }
    }

    @Override
    protected OrderFacts read(PackedInput in) {
        List<OrderVersion> versions = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            versions.add(new OrderVersion(in.fixed(), in.givenText(), in.number(), in.number(), lines(in)));
        }
        List<Cancellation> cancellations = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            cancellations.add(new Cancellation(in.fixed(), in.givenText(), pieces(in)));
        }
        List<Refund> refunds = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            refunds.add(new Refund(in.fixed(), in.givenText(), in.number()));
        }
        return new OrderFacts(versions, cancellations, refunds);
    }

    private static List<OrderLine> lines(PackedInput in) {
        List<OrderLine> lines = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            lines.add(new OrderLine(in.count(), in.number(), in.number(), in.number()));
        }
        return lines;
    }

    private static Map<Integer, Long> pieces(PackedInput in) {
        Map<Integer, Long> pieces = new HashMap<>();
        for (int left = in.count(); left > 0; left--) {
            pieces.put(in.count(), in.number());
        }
        return pieces;
    }

    @Override
    public OrderFacts copy(OrderFacts from) {
        return from;
    }

    @Override
    public OrderFacts createInstance() {
        return OrderFacts.none();
    }

    @Override
    public TypeSerializer<OrderFacts> duplicate() {
        return new OrderFactsSerializer();
    }

    @Override
    public TypeSerializerSnapshot<OrderFacts> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<OrderFacts> {
        /** Flink makes one. */
        public Snapshot() {
            super(OrderFactsSerializer::new);
        }
    }
}
