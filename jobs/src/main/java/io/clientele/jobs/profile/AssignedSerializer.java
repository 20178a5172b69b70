package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
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

/** Whose nodes are, as bytes. */
public final class AssignedSerializer extends PackedSerializer<Assigned> {
    private static final long serialVersionUID = 1L;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<Assigned> {
        @Override
        public TypeInformation<Assigned> createTypeInfo(Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(Assigned.class, AssignedSerializer::new);
        }
    }

    @Override
    protected void write(Assigned assigned, PackedOutput out) {
        out.text(assigned.personId())
                .number(assigned.version())
                .fixed(assigned.since())
                .number(assigned.day())
                .number(assigned.answered())
                .flag(assigned.isKnown())
                .flag(assigned.isTold());
    }

    @Override
    protected Assigned read(PackedInput in) {
        return new Assigned(in.givenText(), in.number(), in.fixed(), in.count(), in.count(), in.flag(), in.flag());
    }

    @Override
    public Assigned copy(Assigned from) {
        return from;
    }

    @Override
    public Assigned createInstance() {
        return new Assigned("", 0, 0, BusinessCalendar.BEFORE_ALL_DAYS, 0, false, false);
    }

    @Override
    public TypeSerializer<Assigned> duplicate() {
        return new AssignedSerializer();
    }

    @Override
    public TypeSerializerSnapshot<Assigned> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<Assigned> {
        /** Flink makes one. */
        public Snapshot() {
            super(AssignedSerializer::new);
        }
    }
}
