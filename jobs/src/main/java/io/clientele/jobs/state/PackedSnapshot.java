package io.clientele.jobs.state;

import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;

/** What a checkpoint says of a {@link PackedSerializer}. What Flink's serializer of records wrote is read with that one and written anew. */
public abstract class PackedSnapshot<T> extends SimpleTypeSerializerSnapshot<T> {

    protected PackedSnapshot(Supplier<? extends TypeSerializer<T>> serializer) {
        super(serializer);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        return old instanceof PojoSerializerSnapshot
                ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
                : super.resolveSchemaCompatibility(old);
    }
}
