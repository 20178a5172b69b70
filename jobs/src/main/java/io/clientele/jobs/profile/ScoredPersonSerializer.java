package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.Segment;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;
import io.clientele.jobs.state.PackedSerializer;
import io.clientele.jobs.state.PackedSnapshot;
import io.clientele.jobs.state.PackedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/** What the scorer remembers, as bytes. */
public final class ScoredPersonSerializer extends PackedSerializer<ScoredPerson> {
    private static final long serialVersionUID = 1L;

    private static final int LAST = 1;
    private static final int SAID = 2;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<ScoredPerson> {
        @Override
        public TypeInformation<ScoredPerson> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(ScoredPerson.class, ScoredPersonSerializer::new);
        }
    }

    @Override
    protected void write(ScoredPerson scoredPerson, PackedOutput out) {
        out.text(scoredPerson.personId()).number(scoredPerson.awaitedDay());
        RfmUpdateSerializer.pack(scoredPerson.steps(), out);
        CustomerScore last = scoredPerson.last();
        Segment said = scoredPerson.said();
        out.number((last == null ? 0 : LAST) | (said == null ? 0 : SAID));
        if (last != null) {
            CustomerScoreSerializer.pack(last, out);
        }
        if (said != null) {
            out.text(said.name());
        }
    }

    @Override
    protected ScoredPerson read(PackedInput in) {
        String personId = in.givenText();
        int awaitedDay = in.count();
        List<DatedValues> steps = RfmUpdateSerializer.unpackSteps(in);
        int parts = in.count();
        @Nullable CustomerScore last = (parts & LAST) == 0 ? null : CustomerScoreSerializer.unpack(in);
        @Nullable Segment said = (parts & SAID) == 0 ? null : Segment.valueOf(in.givenText());
        return new ScoredPerson(personId, steps, last, awaitedDay, said);
    }

    @Override
    public ScoredPerson copy(ScoredPerson from) {
        return from;
    }

    @Override
    public ScoredPerson createInstance() {
        return ScoredPerson.unknown();
    }

    @Override
    public TypeSerializer<ScoredPerson> duplicate() {
        return new ScoredPersonSerializer();
    }

    @Override
    public TypeSerializerSnapshot<ScoredPerson> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<ScoredPerson> {
        /** Flink makes one. */
        public Snapshot() {
            super(ScoredPersonSerializer::new);
        }
    }
}
