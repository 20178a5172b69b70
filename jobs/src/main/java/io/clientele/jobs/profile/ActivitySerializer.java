package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.BoundedCounts;
import io.clientele.jobs.domain.behaviour.LastValue;
import io.clientele.jobs.domain.behaviour.Touch;
import io.clientele.jobs.state.PackedCounts;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;
import io.clientele.jobs.state.PackedSerializer;
import io.clientele.jobs.state.PackedSnapshot;
import io.clientele.jobs.state.PackedType;
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
        PackedCounts.write(activity.counts(), out);
        PackedCounts.write(activity.categories().counts(), out);
        PackedCounts.write(activity.brands().counts(), out);
        PackedCounts.write(activity.channels().counts(), out);
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
        Map<String, Long> counts = PackedCounts.read(in);
        BoundedCounts categories = new BoundedCounts(PackedCounts.read(in));
        BoundedCounts brands = new BoundedCounts(PackedCounts.read(in));
        BoundedCounts channels = new BoundedCounts(PackedCounts.read(in));
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
                PackedCounts.copyOf(from.counts()),
                new BoundedCounts(PackedCounts.copyOf(from.categories().counts())),
                new BoundedCounts(PackedCounts.copyOf(from.brands().counts())),
                new BoundedCounts(PackedCounts.copyOf(from.channels().counts())),
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
