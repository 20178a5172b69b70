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

/** Profiles of persons as bytes. */
public final class PersonProfileSerializer extends PackedSerializer<PersonProfile> {
    private static final long serialVersionUID = 1L;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<PersonProfile> {
        @Override
        public TypeInformation<PersonProfile> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(PersonProfile.class, PersonProfileSerializer::new);
        }
    }

    @Override
    protected void write(PersonProfile personProfile, PackedOutput out) {
        out.text(personProfile.personId())
                .text(personProfile.customerId())
                .text(personProfile.anonymousId())
                .number(personProfile.identifiers())
                .number(personProfile.version())
                .fixed(personProfile.changedAt());
        ActivitySerializer.pack(personProfile.activity(), out);
        OrderLedgers.pack(personProfile.ledger(), out);
    }

    @Override
    protected PersonProfile read(PackedInput in) {
        String personId = in.givenText();
        String customerId = in.text();
        String anonymousId = in.text();
        int identifiers = in.count();
        long version = in.number();
        long changedAt = in.fixed();
        Activity activity = ActivitySerializer.unpack(in);
        return new PersonProfile(
                personId, customerId, anonymousId, identifiers, activity, OrderLedgers.unpack(in), version, changedAt);
    }

    @Override
    public PersonProfile copy(PersonProfile from) {
        return new PersonProfile(
                from.personId(),
                from.customerId(),
                from.anonymousId(),
                from.identifiers(),
                ActivitySerializer.copyOf(from.activity()),
                from.ledger(),
                from.version(),
                from.changedAt());
    }

    @Override
    public PersonProfile createInstance() {
        return new PersonProfile("", null, null, 0, Activity.none(), OrderLedger.empty(), 0, 0);
    }

    @Override
    public TypeSerializer<PersonProfile> duplicate() {
        return new PersonProfileSerializer();
    }

    @Override
    public TypeSerializerSnapshot<PersonProfile> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<PersonProfile> {
        /** Flink makes one. */
        public Snapshot() {
            super(PersonProfileSerializer::new);
        }
    }
}
