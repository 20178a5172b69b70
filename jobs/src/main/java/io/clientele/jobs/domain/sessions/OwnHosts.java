package io.clientele.jobs.domain.sessions;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of the shop: who comes from one of them has not come from anywhere.
 *
 * @param names in lower case; a host below one of them is the shop's too
 */
public record OwnHosts(List<String> names) implements Serializable {
    /** None is named. */
    public static final OwnHosts UNNAMED = new OwnHosts(List.of());

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    /**
     * From names with commas between; nothing for none.
     *
     * @throws IllegalArgumentException if one is no host's name
     */
    public static OwnHosts parse(String text) {
        if (text.isEmpty()) {
            return UNNAMED;
        }
        List<String> names = Arrays.stream(text.split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException("not a host's name");
        }
        return new OwnHosts(names);
    }

    /**
     * Whether a referrer's host is the shop's: a named one or below it, or that of the page, or one of the two below the other.
     *
     * @param page address of the page that was come to; null if it is not known
     */
    boolean includes(String host, @Nullable String page) {
        if (names.stream().anyMatch(name -> isAtOrBelow(host, name))) {
            return true;
        }
        String own = page == null ? "" : withoutWww(PageAddress.host(page));
        String other = withoutWww(host);
        return !own.isEmpty() && (isAtOrBelow(other, own) || isAtOrBelow(own, other));
    }

    private static String withoutWww(String host) {
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    private static boolean isAtOrBelow(String host, String name) {
        return host.equals(name) || host.endsWith("." + name);
    }
}
