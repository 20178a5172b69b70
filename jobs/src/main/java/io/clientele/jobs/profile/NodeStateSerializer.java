package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;
import io.clientele.jobs.state.PackedSerializer;
import io.clientele.jobs.state.PackedSnapshot;
import io.clientele.jobs.state.PackedType;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** What nodes are, as bytes. */
public final class NodeStateSerializer extends PackedSerializer<NodeState> {
    private static final long serialVersionUID = 1L;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<NodeState> {
        @Override
        public TypeInformation<NodeState> createTypeInfo(Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(NodeState.class, NodeStateSerializer::new);
        }
    }

    @Override
    protected void write(NodeState node, PackedOutput out) {
        ActivitySerializer.pack(node.activity(), out);
        OrderLedgers.pack(node.ledger(), out);
        out.fixed(node.rememberedAt());
        NodeIdentity identity = node.identity();
        boolean isAlone = identity.equals(NodeIdentity.ALONE);
        out.flag(isAlone);
        if (!isAlone) {
            out.flag(identity.isLinked())
                    .fixed(identity.seenAt())
                    .fixed(identity.reportedAt())
                    .number(identity.factsSent());
        }
    }

    @Override
    protected NodeState read(PackedInput in) {
        Activity activity = ActivitySerializer.unpack(in);
        OrderLedger ledger = OrderLedgers.unpack(in);
        long rememberedAt = in.fixed();
        NodeIdentity identity =
                in.flag() ? NodeIdentity.ALONE : new NodeIdentity(in.flag(), in.fixed(), in.fixed(), in.count());
        return new NodeState(activity, ledger, identity, rememberedAt);
    }

    @Override
    public NodeState copy(NodeState from) {
        return from.with(ActivitySerializer.copyOf(from.activity()));
    }

    @Override
    public NodeState createInstance() {
        return NodeState.none();
    }

    @Override
    public TypeSerializer<NodeState> duplicate() {
        return new NodeStateSerializer();
    }

    @Override
    public TypeSerializerSnapshot<NodeState> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<NodeState> {
        /** Flink makes one. */
        public Snapshot() {
            super(NodeStateSerializer::new);
        }
    }
}
