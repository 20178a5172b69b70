package io.clientele.jobs.domain.behaviour;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a customer's behaviour: sums, counts, firsts and lasts, so that two of them merge into one and the
 * order of arrival does not matter. The maps and the array change in place, by
 * {@link #counted} alone: who has not made the activity does not count in it.
 *
 * @param firstSeenAt epoch microseconds of the earliest contact
 * @param lastSeenAt epoch microseconds of the latest contact
 * @param events contacts counted
 * @param counts how often, by {@code behaviour/channel/device type}
 * @param hours contacts by hour of the business day, 24 of them
 */
public record Activity(
        long firstSeenAt,
        long lastSeenAt,
        long events,
        Map<String, Long> counts,
        BoundedCounts categories,
        BoundedCounts brands,
        BoundedCounts channels,
        long[] hours,
        @Nullable Touch firstTouch,
        @Nullable LastValue country) {

    private static final String UNKNOWN_DEVICE = "unknown";

    /** A customer who has not been seen yet. */
    public static Activity none() {
        return new Activity(
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                0,
                new HashMap<>(),
                BoundedCounts.none(),
                BoundedCounts.none(),
                BoundedCounts.none(),
                new long[24],
                null,
                null);
    }

    /** Whether there was any contact. */
    public boolean isSeen() {
        return lastSeenAt != Long.MIN_VALUE;
    }

    /**
     * The customer was there, and told where from; nothing is counted, so a repetition changes nothing.
     */
    public Activity seen(Contact contact) {
        String medium = contact.utmMedium();
        Touch touch = new Touch(
                contact.at(),
                contact.eventId(),
                medium == null ? contact.channel() : medium,
                contact.utmSource(),
                contact.utmCampaign());
        String said = contact.country();
        LastValue place = said == null ? null : new LastValue(contact.at(), contact.eventId(), said);
        return new Activity(
                Math.min(firstSeenAt, contact.at()),
                Math.max(lastSeenAt, contact.at()),
                events,
                counts,
                categories,
                brands,
                channels,
                hours,
                firstTouch == null ? touch : firstTouch.earlier(touch),
                country == null ? place : place == null ? country : country.later(place));
    }

    /** The customer did something that counts, once. */
    public Activity counted(Contact contact, int hour) {
        Behaviour behaviour = contact.behaviour();
        if (behaviour != null) {
            String device = contact.deviceType() == null ? UNKNOWN_DEVICE : contact.deviceType();
            counts.merge(behaviour.label() + '/' + contact.channel() + '/' + device, 1L, Long::sum);
        }
        for (Contact.Product product : contact.products()) {
            if (product.category() != null) {
                categories.add(product.category(), 1);
            }
            if (product.brand() != null) {
                brands.add(product.brand(), 1);
            }
        }
        channels.add(contact.channel(), 1);
        hours[hour]++;
        Activity seen = seen(contact);
        return new Activity(
                seen.firstSeenAt,
                seen.lastSeenAt,
                events + 1,
                counts,
                categories,
                brands,
                channels,
                hours,
                seen.firstTouch,
                seen.country);
    }

    /** Both histories as one: of two identifiers that turn out to be one person. */
    public Activity merge(Activity other) {
        Map<String, Long> bothCounts = new HashMap<>(counts);
        other.counts.forEach((key, times) -> bothCounts.merge(key, times, Long::sum));
        long[] bothHours = hours.clone();
        Arrays.setAll(bothHours, hour -> bothHours[hour] + other.hours[hour]);
        return new Activity(
                Math.min(firstSeenAt, other.firstSeenAt),
                Math.max(lastSeenAt, other.lastSeenAt),
                events + other.events,
                bothCounts,
                categories.merge(other.categories),
                brands.merge(other.brands),
                channels.merge(other.channels),
                bothHours,
                firstTouch == null
                        ? other.firstTouch
                        : other.firstTouch == null ? firstTouch : firstTouch.earlier(other.firstTouch),
                country == null ? other.country : other.country == null ? country : country.later(other.country));
    }

    /** How often the customer did this, over all channels and devices. */
    public long count(Behaviour behaviour) {
        String prefix = behaviour.label() + '/';
        long sum = 0;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            if (count.getKey().startsWith(prefix)) {
                sum += count.getValue();
            }
        }
        return sum;
    }

    /** The hour of the business day with most contacts, the earliest of equals; null without any. */
    public @Nullable Integer preferredHour() {
        int best = 0;
        for (int hour = 1; hour < hours.length; hour++) {
            if (hours[hour] > hours[best]) {
                best = hour;
            }
        }
        return hours[best] == 0 ? null : best;
    }
}
