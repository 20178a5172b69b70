package io.clientele.jobs.state;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of values that a {@link PackedSerializer} writes. */
public final class PackedType<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1L;

    /** Makes a serializer. */
    public interface Serializers<T> extends Supplier<PackedSerializer<T>>, Serializable {}

    private final Class<T> type;
    private final Serializers<T> serializers;

    /** The type of a class. */
    public PackedType(Class<T> type, Serializers<T> serializers) {
        this.type = type;
        this.serializers = serializers;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializers.get();
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PackedType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedType<?> another && type == another.type;
    }

    @Override
    public int hashCode() {
        return Objects.hash(type);
    }

    @Override
    public String toString() {
        return "PackedType<" + type.getSimpleName() + ">";
    }
}
