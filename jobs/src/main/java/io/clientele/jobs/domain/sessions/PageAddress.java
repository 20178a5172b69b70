package io.clientele.jobs.domain.sessions;

import java.util.Locale;

/** The parts of a page's address that a session keeps. The query is none: it may say who somebody is. */
public final class PageAddress {

    /** A longer path is cut. */
    private static final int LONGEST_PATH = 500;

    private static final String AFTER_SCHEME = "://";

    private PageAddress() {}

    /** The host in lower case, without port; empty for an address without one. */
    public static String host(String address) {
        int scheme = scheme(address);
        if (scheme < 0) {
            return "";
        }
        int from = scheme + AFTER_SCHEME.length();
        String authority = address.substring(from, end(address, from, "/?#"));
        String host = authority.substring(authority.indexOf('@') + 1);
        return host.substring(0, end(host, 0, ":")).toLowerCase(Locale.ROOT);
    }

    /** The path, {@code /} where the address has none. */
    public static String path(String address) {
        int scheme = scheme(address);
        int from = scheme < 0 ? 0 : end(address, scheme + AFTER_SCHEME.length(), "/?#");
        int to = Math.min(end(address, from, "?#"), from + LONGEST_PATH);
        return from == to ? "/" : address.substring(from, to);
    }

    /** Where the address's scheme ends; -1 without one. Another address may stand in the query. */
    private static int scheme(String address) {
        int scheme = address.indexOf(AFTER_SCHEME);
        return scheme >= 0 && end(address, 0, "/?#") < scheme ? -1 : scheme;
    }

    /** Where the first of these characters is, else the end. */
    private static int end(String text, int from, String characters) {
        for (int at = from; at < text.length(); at++) {
            if (characters.indexOf(text.charAt(at)) >= 0) {
                return at;
            }
        }
        return text.length();
    }
}
