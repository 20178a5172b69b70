package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
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

/** Profiles of nodes as bytes. */
public final class NodeProfileSerializer extends PackedSerializer<NodeProfile> {
    private static final long serialVersionUID = 1L;

    /** Gives Flink the type wherever a profile is part of another. */
    public static final class Factory extends TypeInfoFactory<NodeProfile> {
        @Override
        public TypeInformation<NodeProfile> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(NodeProfile.class, NodeProfileSerializer::new);
        }
    }

    @Override
    protected void write(NodeProfile profile, PackedOutput out) {
        pack(profile, out);
    }

    @Override
    protected NodeProfile read(PackedInput in) {
        return unpack(in);
    }

    static void pack(NodeProfile profile, PackedOutput out) {
        out.text(profile.nodeKey())
                .flag(profile.isLinked())
                .fixed(profile.factsSent())
                .fixed(profile.changedAt());
        ActivitySerializer.pack(profile.activity(), out);
        OrderLedgers.pack(profile.ledger(), out);
    }

    static NodeProfile unpack(PackedInput in) {
        String nodeKey = in.givenText();
        boolean isLinked = in.flag();
        int factsSent = (int) in.fixed();
        long changedAt = in.fixed();
        Activity activity = ActivitySerializer.unpack(in);
        return new NodeProfile(nodeKey, activity, OrderLedgers.unpack(in), isLinked, factsSent, changedAt);
    }

    @Override
    public NodeProfile copy(NodeProfile from) {
        return copyOf(from);
    }

    static NodeProfile copyOf(NodeProfile from) {
        return new NodeProfile(
                from.nodeKey(),
                ActivitySerializer.copyOf(from.activity()),
                from.ledger(),
                from.isLinked(),
                from.factsSent(),
                from.changedAt());
    }

    @Override
    public NodeProfile createInstance() {
        return NodeProfile.forgotten("", 0);
    }

    @Override
    public TypeSerializer<NodeProfile> duplicate() {
        return new NodeProfileSerializer();
    }

    @Override
    public TypeSerializerSnapshot<NodeProfile> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<NodeProfile> {
        /** Flink makes one. */
        public Snapshot() {
            super(NodeProfileSerializer::new);
        }
    }
}
