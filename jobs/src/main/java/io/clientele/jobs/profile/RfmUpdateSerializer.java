package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;
import io.clientele.jobs.state.PackedSerializer;
import io.clientele.jobs.state.PackedSnapshot;
import io.clientele.jobs.state.PackedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Values for the scorer as bytes. */
public final class RfmUpdateSerializer extends PackedSerializer<RfmUpdate> {
    private static final long serialVersionUID = 1L;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<RfmUpdate> {
        @Override
        public TypeInformation<RfmUpdate> createTypeInfo(Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(RfmUpdate.class, RfmUpdateSerializer::new);
        }
    }

    @Override
    protected void write(RfmUpdate rfmUpdate, PackedOutput out) {
        out.text(rfmUpdate.personId()).flag(rfmUpdate.isErased());
        pack(rfmUpdate.steps(), out);
    }

    @Override
    protected RfmUpdate read(PackedInput in) {
        String personId = in.givenText();
        boolean isErased = in.flag();
        return new RfmUpdate(personId, unpackSteps(in), isErased);
    }

    static void pack(List<DatedValues> steps, PackedOutput out) {
        out.number(steps.size());
        for (DatedValues step : steps) {
            out.number(step.day()).text(step.customerId());
            pack(step.values(), out);
            out.fixed(step.at()).flag(step.isMergedAway());
        }
    }

    static List<DatedValues> unpackSteps(PackedInput in) {
        int size = in.count();
        List<DatedValues> steps = new ArrayList<>(size);
        for (int left = size; left > 0; left--) {
            steps.add(new DatedValues(in.count(), in.text(), unpackValues(in), in.fixed(), in.flag()));
        }
        return steps;
    }

    static void pack(RfmValues values, PackedOutput out) {
        out.number(values.lastOrderDay()).number(values.frequency()).number(values.monetary());
    }

    static RfmValues unpackValues(PackedInput in) {
        return new RfmValues(in.count(), in.number(), in.number());
    }

    @Override
    public RfmUpdate copy(RfmUpdate from) {
        return from;
    }

    @Override
    public RfmUpdate createInstance() {
        return RfmUpdate.erased("", 0);
    }

    @Override
    public TypeSerializer<RfmUpdate> duplicate() {
        return new RfmUpdateSerializer();
    }

    @Override
    public TypeSerializerSnapshot<RfmUpdate> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<RfmUpdate> {
        /** Flink makes one. */
        public Snapshot() {
            super(RfmUpdateSerializer::new);
        }
    }
}
