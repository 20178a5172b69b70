package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.BoundedCounts;
import io.clientele.jobs.domain.behaviour.LastValue;
import io.clientele.jobs.domain.behaviour.Touch;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;
import io.clientele.jobs.state.PackedSerializer;
import io.clientele.jobs.state.PackedSnapshot;
import io.clientele.jobs.state.PackedType;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/** Activities as bytes. */
public final class ActivitySerializer extends PackedSerializer<Activity> {
    private static final long serialVersionUID = 1L;

    static final TypeInformation<Activity> TYPE = new PackedType<>(Activity.class, ActivitySerializer::new);

    @Override
    protected void write(Activity activity, PackedOutput out) {
        pack(activity, out);
    }

    @Override
    protected Activity read(PackedInput in) {
        return unpack(in);
    }

    static void pack(Activity activity, PackedOutput out) {
        out.fixed(activity.firstSeenAt()).fixed(activity.lastSeenAt()).number(activity.events());
        pack(activity.counts(), out);
        pack(activity.categories().counts(), out);
        pack(activity.brands().counts(), out);
        pack(activity.channels().counts(), out);
        for (long contacts : activity.hours()) {
            out.number(contacts);
        }
        Touch first = activity.firstTouch();
        out.flag(first != null);
        if (first != null) {
            out.fixed(first.at())
                    .text(first.eventId())
                    .text(first.channel())
                    .text(first.source())
                    .text(first.campaign());
        }
        LastValue country = activity.country();
        out.flag(country != null);
        if (country != null) {
            out.fixed(country.at()).text(country.eventId()).text(country.value());
        }
    }

    static Activity unpack(PackedInput in) {
        long firstSeenAt = in.fixed();
        long lastSeenAt = in.fixed();
        long events = in.number();
        Map<String, Long> counts = counts(in);
        BoundedCounts categories = new BoundedCounts(counts(in));
        BoundedCounts brands = new BoundedCounts(counts(in));
        BoundedCounts channels = new BoundedCounts(counts(in));
        long[] hours = new long[24];
        for (int hour = 0; hour < hours.length; hour++) {
            hours[hour] = in.number();
        }
        @Nullable
        Touch first = in.flag() ? new Touch(in.fixed(), in.givenText(), in.text(), in.text(), in.text()) : null;
        @Nullable LastValue country = in.flag() ? new LastValue(in.fixed(), in.givenText(), in.givenText()) : null;
        return new Activity(
                firstSeenAt, lastSeenAt, events, counts, categories, brands, channels, hours, first, country);
    }

    private static void pack(Map<String, Long> counts, PackedOutput out) {
        out.number(counts.size());
        counts.forEach((value, times) -> out.text(value).number(times));
    }

    private static Map<String, Long> counts(PackedInput in) {
        int size = in.count();
        Map<String, Long> counts = new HashMap<>(2 * size);
        for (int left = size; left > 0; left--) {
            counts.put(in.givenText(), in.number());
        }
        return counts;
    }

    @Override
    public Activity copy(Activity from) {
        return copyOf(from);
    }

    /** Its maps and its array change in place. */
    static Activity copyOf(Activity from) {
        return new Activity(
                from.firstSeenAt(),
                from.lastSeenAt(),
                from.events(),
                new HashMap<>(from.counts()),
                new BoundedCounts(new HashMap<>(from.categories().counts())),
                new BoundedCounts(new HashMap<>(from.brands().counts())),
                new BoundedCounts(new HashMap<>(from.channels().counts())),
                from.hours().clone(),
                from.firstTouch(),
                from.country());
    }

    @Override
    public Activity createInstance() {
        return Activity.none();
    }

    @Override
    public TypeSerializer<Activity> duplicate() {
        return new ActivitySerializer();
    }

    @Override
    public TypeSerializerSnapshot<Activity> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<Activity> {
        /** Flink makes one. */
        public Snapshot() {
            super(ActivitySerializer::new);
        }
    }
}
