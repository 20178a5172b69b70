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
import org.jspecify.annotations.Nullable;

/** Profiles of nodes as bytes. */
public final class NodeProfileSerializer extends PackedSerializer<NodeProfile> {
    private static final long serialVersionUID = 1L;

    private static final int LINKED = 1;

    /** There is a time since when the node was alone. */
    private static final int ALONE = 2;

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
        Long aloneSince = profile.aloneSince();
        out.text(profile.nodeKey())
                .number((profile.isLinked() ? LINKED : 0) | (aloneSince == null ? 0 : ALONE))
                .fixed(profile.factsSent())
                .fixed(profile.changedAt());
        if (aloneSince != null) {
            out.fixed(aloneSince);
        }
        ActivitySerializer.pack(profile.activity(), out);
        OrderLedgers.pack(profile.ledger(), out);
    }

    static NodeProfile unpack(PackedInput in) {
        String nodeKey = in.givenText();
        int flags = in.count();
        int factsSent = (int) in.fixed();
        long changedAt = in.fixed();
        @Nullable Long aloneSince = (flags & ALONE) == 0 ? null : in.fixed();
        Activity activity = ActivitySerializer.unpack(in);
        return new NodeProfile(
                nodeKey, activity, OrderLedgers.unpack(in), (flags & LINKED) != 0, aloneSince, factsSent, changedAt);
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
                from.aloneSince(),
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
