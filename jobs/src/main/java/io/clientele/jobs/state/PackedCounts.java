package io.clientele.jobs.state;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How often each of some values was seen, as the bytes it came in until somebody looks into it, and as bytes again once it was
 * written. Most operators hand a customer's counts on without a look, and a text and a number for each of them are most of what
 * reading a customer costs.
 *
 * <p>The one form is replaced by the other as a whole, so the thread that writes a checkpoint may write what another one reads. Changes are
 * for the owner alone.
 */
public final class PackedCounts extends AbstractMap<String, Long> {

    private sealed interface Form {}

    /** So many values and their counts, one after another. */
    private record Packed(int size, byte[] bytes, int from, int to) implements Form {}

    private record Unpacked(Map<String, Long> counts) implements Form {}

    private volatile Form form;

    private PackedCounts(Form form) {
        this.form = form;
    }

    /** What {@link #write} wrote. */
    public static PackedCounts read(PackedInput in) {
        int size = in.count();
        int from = in.position();
        for (int left = size; left > 0; left--) {
            in.skipText();
            in.number();
        }
        return new PackedCounts(new Packed(size, in.bytes(), from, in.position()));
    }

    /** Writes counts, whatever keeps them. */
    public static void write(Map<String, Long> counts, PackedOutput out) {
        if (counts instanceof PackedCounts known) {
            known.write(out);
        } else {
            out.number(counts.size());
            writeAll(counts, out);
        }
    }

    /** The same counts, to be changed without the original. */
    public static Map<String, Long> copyOf(Map<String, Long> counts) {
        return counts instanceof PackedCounts known && known.form instanceof Packed packed
                ? new PackedCounts(packed)
                : new HashMap<>(counts);
    }

    private void write(PackedOutput out) {
        Form present = form;
        if (present instanceof Packed packed) {
            out.number(packed.size()).raw(packed.bytes(), packed.from(), packed.to());
        } else if (present instanceof Unpacked unpacked) {
            int size = unpacked.counts().size();
            out.number(size);
            int from = out.length();
            writeAll(unpacked.counts(), out);
            form = new Packed(size, Arrays.copyOfRange(out.bytes(), from, out.length()), 0, out.length() - from);
        }
    }

    private static void writeAll(Map<String, Long> counts, PackedOutput out) {
        counts.forEach((value, times) -> out.text(value).number(times));
    }

    /** The counts themselves: from now on a change is not in the bytes. */
    private Map<String, Long> counts() {
        Form present = form;
        if (present instanceof Unpacked unpacked) {
            return unpacked.counts();
        }
        Packed packed = (Packed) present;
        PackedInput in = new PackedInput(packed.bytes(), packed.from());
        Map<String, Long> counts = new HashMap<>(2 * packed.size());
        for (int left = packed.size(); left > 0; left--) {
            counts.put(in.givenText(), in.number());
        }
        form = new Unpacked(counts);
        return counts;
    }

    @Override
    public int size() {
        return form instanceof Packed packed ? packed.size() : counts().size();
    }

    @Override
    public boolean containsKey(Object value) {
        return counts().containsKey(value);
    }

    @Override
    public @Nullable Long get(Object value) {
        return counts().get(value);
    }

    @Override
    public @Nullable Long put(String value, Long times) {
        return counts().put(value, times);
    }

    @Override
    public @Nullable Long merge(
            String value, Long times, BiFunction<? super Long, ? super Long, ? extends @Nullable Long> both) {
        return counts().merge(value, times, both);
    }

    @Override
    public @Nullable Long remove(Object value) {
        return counts().remove(value);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Long> action) {
        counts().forEach(action);
    }

    /** Not to be changed: a change of what was packed meanwhile would be nowhere. */
    @Override
    public Set<Entry<String, Long>> entrySet() {
        return Collections.unmodifiableSet(counts().entrySet());
    }
}
