package io.clientele.jobs.domain.sessions;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * With what device and from where somebody came, as an event says it. A text that is not there is empty.
 *
 * @param deviceType as the contract has it
 * @param source {@code utm_source}
 * @param medium {@code utm_medium}
 * @param campaign {@code utm_campaign}
 * @param referrer host of the page before, unless it is the shop's own
 */
public record Arrival(String deviceType, String source, String medium, String campaign, String referrer) {

    /** Says nothing. */
    public static final Arrival UNKNOWN = new Arrival("", "", "", "", "");

    /** Number of texts. */
    static final int FIELDS = 5;

    /**
     * What an event says.
     *
     * @param own the shop's hosts: a referrer on one of them is the shop itself
     * @param page address of its page
     * @param referrer address of the page before
     */
    public static Arrival of(
            OwnHosts own,
            @Nullable String deviceType,
            @Nullable String source,
            @Nullable String medium,
            @Nullable String campaign,
            @Nullable String page,
            @Nullable String referrer) {
        String host = referrer == null ? "" : PageAddress.host(referrer);
        boolean isOwn = own.includes(host, page);
        return new Arrival(orEmpty(deviceType), orEmpty(source), orEmpty(medium), orEmpty(campaign), isOwn ? "" : host);
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    static Arrival read(String[] texts, int at) {
        return new Arrival(texts[at], texts[at + 1], texts[at + 2], texts[at + 3], texts[at + 4]);
    }

    void write(String[] texts, int at) {
        texts[at] = deviceType;
        texts[at + 1] = source;
        texts[at + 2] = medium;
        texts[at + 3] = campaign;
        texts[at + 4] = referrer;
    }

    /** Whether the texts at a place are this. */
    boolean isAt(String[] texts, int at) {
        return deviceType.equals(texts[at])
                && source.equals(texts[at + 1])
                && medium.equals(texts[at + 2])
                && campaign.equals(texts[at + 3])
                && referrer.equals(texts[at + 4]);
    }

    /** Whether the arrival at a place tells where the visitor came from. */
    static boolean isTold(String[] texts, int at) {
        return !(texts[at + 1].isEmpty()
                && texts[at + 2].isEmpty()
                && texts[at + 3].isEmpty()
                && texts[at + 4].isEmpty());
    }

    /** Whether it tells where the visitor came from. */
    public boolean isTold() {
        return !(source.isEmpty() && medium.isEmpty() && campaign.isEmpty() && referrer.isEmpty());
    }
}
