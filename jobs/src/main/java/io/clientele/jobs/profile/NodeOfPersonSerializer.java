package io.clientele.jobs.profile;

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

/** Nodes on their way to their persons, as bytes. */
public final class NodeOfPersonSerializer extends PackedSerializer<NodeOfPerson> {
    private static final long serialVersionUID = 1L;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<NodeOfPerson> {
        @Override
        public TypeInformation<NodeOfPerson> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(NodeOfPerson.class, NodeOfPersonSerializer::new);
        }
    }

    @Override
    protected void write(NodeOfPerson nodeOfPerson, PackedOutput out) {
        out.text(nodeOfPerson.personId())
                .text(nodeOfPerson.node())
                .flag(nodeOfPerson.isErasure())
                .flag(nodeOfPerson.isFromItself())
                .fixed(nodeOfPerson.at())
                .number(nodeOfPerson.day());
        NodeProfile profile = nodeOfPerson.profile();
        out.flag(profile != null);
        if (profile != null) {
            NodeProfileSerializer.pack(profile, out);
        }
    }

    @Override
    protected NodeOfPerson read(PackedInput in) {
        String personId = in.givenText();
        String node = in.givenText();
        boolean isErasure = in.flag();
        boolean isFromItself = in.flag();
        long at = in.fixed();
        int day = in.count();
        @Nullable NodeProfile profile = in.flag() ? NodeProfileSerializer.unpack(in) : null;
        return new NodeOfPerson(personId, node, profile, isErasure, isFromItself, at, day);
    }

    @Override
    public NodeOfPerson copy(NodeOfPerson from) {
        NodeProfile profile = from.profile();
        return new NodeOfPerson(
                from.personId(),
                from.node(),
                profile == null ? null : NodeProfileSerializer.copyOf(profile),
                from.isErasure(),
                from.isFromItself(),
                from.at(),
                from.day());
    }

    @Override
    public NodeOfPerson createInstance() {
        return NodeOfPerson.forgotten("", "", 0);
    }

    @Override
    public TypeSerializer<NodeOfPerson> duplicate() {
        return new NodeOfPersonSerializer();
    }

    @Override
    public TypeSerializerSnapshot<NodeOfPerson> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<NodeOfPerson> {
        /** Flink makes one. */
        public Snapshot() {
            super(NodeOfPersonSerializer::new);
        }
    }
}
