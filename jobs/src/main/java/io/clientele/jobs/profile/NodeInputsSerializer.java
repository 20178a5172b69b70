package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;
import io.clientele.jobs.state.PackedSerializer;
import io.clientele.jobs.state.PackedSnapshot;
import io.clientele.jobs.state.PackedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/** Inputs of nodes as bytes. The identifiers of an event are not among them: they have led it to its nodes. */
public final class NodeInputsSerializer extends PackedSerializer<NodeInputs> {
    private static final long serialVersionUID = 1L;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<NodeInputs> {
        @Override
        public TypeInformation<NodeInputs> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(NodeInputs.class, NodeInputsSerializer::new);
        }
    }

    @Override
    protected void write(NodeInputs bundle, PackedOutput out) {
        out.text(bundle.node()).number(bundle.inputs().size());
        for (NodeInput input : bundle.inputs()) {
            out.number(input.others().size());
            input.others().forEach(out::text);
            out.flag(input.isErasure()).flag(input.isLink()).fixed(input.at()).text(input.eventId());
            write(input.event(), out);
        }
    }

    private static void write(@Nullable ReceivedEvent event, PackedOutput out) {
        out.text(event == null ? null : event.topic());
        if (event != null) {
            out.number(event.partition())
                    .number(event.offset())
                    .fixed(event.kafkaTimestamp())
                    .number(event.schemaId())
                    .array(event.value());
        }
    }

    @Override
    protected NodeInputs read(PackedInput in) {
        String node = in.givenText();
        int size = in.count();
        List<NodeInput> inputs = new ArrayList<>(size);
        for (int left = size; left > 0; left--) {
            int named = in.count();
            List<String> others = named == 0 ? List.of() : new ArrayList<>(named);
            for (int more = named; more > 0; more--) {
                others.add(in.givenText());
            }
            boolean isErasure = in.flag();
            boolean isLink = in.flag();
            long at = in.fixed();
            String eventId = in.givenText();
            inputs.add(new NodeInput(node, event(in, at, eventId), others, isErasure, isLink, at, eventId));
        }
        return new NodeInputs(node, inputs);
    }

    private static @Nullable ReceivedEvent event(PackedInput in, long at, String eventId) {
        @Nullable String topic = in.text();
        return topic == null
                ? null
                : new ReceivedEvent(
                        topic,
                        in.count(),
                        in.number(),
                        in.fixed(),
                        in.count(),
                        Objects.requireNonNull(in.array()),
                        at,
                        eventId,
                        EventIdentifiers.NONE);
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public NodeInputs copy(NodeInputs from) {
        return from;
    }

    @Override
    public NodeInputs createInstance() {
        return new NodeInputs("", List.of());
    }

    @Override
    public TypeSerializer<NodeInputs> duplicate() {
        return new NodeInputsSerializer();
    }

    @Override
    public TypeSerializerSnapshot<NodeInputs> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<NodeInputs> {
        /** Flink makes one. */
        public Snapshot() {
            super(NodeInputsSerializer::new);
        }
    }
}
