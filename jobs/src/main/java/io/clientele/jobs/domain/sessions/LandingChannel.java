package io.clientele.jobs.domain.sessions;

import java.util.Locale;
import java.util.Set;

/**
 * The channel that a session came by, told by its campaign context and referrer. The rules are tried in the order of the constants;
 * docs/definitions.md has them as a table. After GA4's default channel group.
 */
public enum LandingChannel {
    /** A visit to a store. */
    STORE,
    DISPLAY,
    PAID_SOCIAL,
    PAID_SEARCH,
    AFFILIATE,
    EMAIL,
    SMS,
    PUSH,
    SOCIAL,
    ORGANIC_SEARCH,
    /** Another site, or a campaign that names none of the above. */
    REFERRAL,
    /** Nothing says where from. */
    DIRECT;

    private static final Set<String> DISPLAY_MEDIA =
            Set.of("display", "banner", "cpm", "expandable", "interstitial", "programmatic");
    private static final Set<String> PAID_MEDIA =
            Set.of("cpc", "ppc", "cpv", "cpa", "cpp", "retargeting", "sem", "paid", "paid_search", "paidsearch");
    private static final Set<String> PAID_SOCIAL_MEDIA = Set.of("paid_social", "paidsocial", "paid-social");
    private static final Set<String> EMAIL_NAMES = Set.of("email", "e-mail", "e_mail", "mail", "newsletter");
    private static final Set<String> SOCIAL_MEDIA =
            Set.of("social", "social-network", "social_network", "social-media", "social_media", "sm");
    private static final Set<String> NETWORKS = Set.of(
            "facebook",
            "instagram",
            "twitter",
            "linkedin",
            "pinterest",
            "tiktok",
            "youtube",
            "reddit",
            "snapchat",
            "threads",
            "whatsapp");
    private static final Set<String> NETWORK_HOSTS = Set.of("t.co", "x.com", "youtu.be", "lnkd.in");
    private static final Set<String> SEARCH_ENGINES =
            Set.of("google", "bing", "yahoo", "duckduckgo", "ecosia", "baidu", "yandex", "qwant", "startpage", "brave");
    /** What may stand before an engine's name in the host of its own pages, besides a country. */
    private static final Set<String> SEARCH_PAGES = Set.of("www", "m", "r", "search", "images", "html", "lite", "safe");

    /** Google's search on Android. */
    private static final String SEARCH_APP = "com.google.android.googlequicksearchbox";

    /**
     * The channel of a session.
     *
     * @param channel where its events happened, as the contract has it
     */
    public static LandingChannel of(String channel, Arrival arrival) {
        if (channel.equals("store")) {
            return STORE;
        }
        if (!arrival.isTold()) {
            return ofChannel(channel);
        }
        String medium = arrival.medium().toLowerCase(Locale.ROOT);
        String source = arrival.source().toLowerCase(Locale.ROOT);
        boolean isNetwork = NETWORKS.contains(source) || isNetwork(arrival.referrer());
        if (DISPLAY_MEDIA.contains(medium)) {
            return DISPLAY;
        }
        if (PAID_SOCIAL_MEDIA.contains(medium)) {
            return PAID_SOCIAL;
        }
        if (PAID_MEDIA.contains(medium)) {
            return isNetwork ? PAID_SOCIAL : PAID_SEARCH;
        }
        if (medium.equals("affiliate")) {
            return AFFILIATE;
        }
        if (EMAIL_NAMES.contains(medium) || EMAIL_NAMES.contains(source)) {
            return EMAIL;
        }
        if (medium.equals("sms") || source.equals("sms")) {
            return SMS;
        }
        if (medium.endsWith("push")) {
            return PUSH;
        }
        if (SOCIAL_MEDIA.contains(medium) || isNetwork) {
            return SOCIAL;
        }
        boolean isSearch = medium.equals("organic") || isSearchEngine(arrival.referrer());
        return isSearch ? ORGANIC_SEARCH : REFERRAL;
    }

    private static LandingChannel ofChannel(String channel) {
        return switch (channel) {
            case "email" -> EMAIL;
            case "sms" -> SMS;
            case "push" -> PUSH;
            case "social" -> SOCIAL;
            default -> DIRECT;
        };
    }

    /** An engine's own page: not its mail, its documents or the page where one signs in. */
    private static boolean isSearchEngine(String host) {
        if (host.equals(SEARCH_APP)) {
            return true;
        }
        for (String label : host.split("\\.")) {
            if (SEARCH_ENGINES.contains(label)) {
                return true;
            }
            boolean isCountry = label.length() == 2;
            if (!isCountry && !SEARCH_PAGES.contains(label)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isNetwork(String host) {
        return NETWORK_HOSTS.contains(host) || hasLabel(host, NETWORKS);
    }

    /** Whether one of the labels between the dots of a host is one of these. */
    private static boolean hasLabel(String host, Set<String> labels) {
        for (int from = 0; from < host.length(); ) {
            int dot = host.indexOf('.', from);
            int to = dot < 0 ? host.length() : dot;
            if (labels.contains(host.substring(from, to))) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    /** The name in tables, such as {@code paid_search}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
