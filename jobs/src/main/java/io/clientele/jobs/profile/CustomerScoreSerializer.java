package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.domain.rfm.Scores;
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

/** Scores as bytes. */
public final class CustomerScoreSerializer extends PackedSerializer<CustomerScore> {
    private static final long serialVersionUID = 1L;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<CustomerScore> {
        @Override
        public TypeInformation<CustomerScore> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(CustomerScore.class, CustomerScoreSerializer::new);
        }
    }

    @Override
    protected void write(CustomerScore customerScore, PackedOutput out) {
        pack(customerScore, out);
    }

    @Override
    protected CustomerScore read(PackedInput in) {
        return unpack(in);
    }

    static void pack(CustomerScore score, PackedOutput out) {
        out.text(score.personId()).text(score.customerId()).number(score.asOfDay());
        RfmUpdateSerializer.pack(score.values(), out);
        out.number(score.scores().recency())
                .number(score.scores().frequency())
                .number(score.scores().monetary())
                .number(score.thresholdVersion())
                .flag(score.isIntraday())
                .fixed(score.changedAt())
                .number(score.version());
    }

    static CustomerScore unpack(PackedInput in) {
        return new CustomerScore(
                in.givenText(),
                in.text(),
                in.count(),
                RfmUpdateSerializer.unpackValues(in),
                new Scores(in.count(), in.count(), in.count()),
                in.number(),
                in.flag(),
                in.fixed(),
                in.number());
    }

    @Override
    public CustomerScore copy(CustomerScore from) {
        return from;
    }

    @Override
    public CustomerScore createInstance() {
        return new CustomerScore("", null, 0, RfmValues.NONE, new Scores(1, 1, 1), 0, false, 0, 0);
    }

    @Override
    public TypeSerializer<CustomerScore> duplicate() {
        return new CustomerScoreSerializer();
    }

    @Override
    public TypeSerializerSnapshot<CustomerScore> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<CustomerScore> {
        /** Flink makes one. */
        public Snapshot() {
            super(CustomerScoreSerializer::new);
        }
    }
}
