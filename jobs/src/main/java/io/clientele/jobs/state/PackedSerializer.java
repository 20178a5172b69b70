package io.clientele.jobs.state;

import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value as its length and its bytes at once. Flink's own serializer of records goes through reflection and writes texts
 * character by character, which is most of what a state on the way to a checkpoint or over an exchange costs.
 */
public abstract class PackedSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1L;

    /** A buffer that has grown beyond it, for one large value, is not kept. */
    private static final int LARGE = 1 << 20;

    private transient @Nullable PackedOutput buffer;

    /** Writes a value. */
    protected abstract void write(T value, PackedOutput out);

    /** Reads a value. */
    protected abstract T read(PackedInput in);

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        PackedOutput out = buffer == null ? new PackedOutput() : buffer;
        out.clear();
        write(value, out);
        target.writeInt(out.length());
        target.write(out.bytes(), 0, out.length());
        buffer = out.length() > LARGE ? null : out;
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return read(new PackedInput(bytes));
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        // by an array: one of Flink's targets does not grow for what comes from a source
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public final boolean equals(Object other) {
        return getClass().isInstance(other);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getClass());
    }
}
