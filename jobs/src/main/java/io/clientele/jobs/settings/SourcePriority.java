package io.clientele.jobs.settings;

import io.clientele.schemas.CustomerAttributes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a source's word about a customer weighs.
 *
 * @param source the system, as events name it
 * @param attribute an attribute of the customer, or {@value #EVERY} for all that have no priority of their own
 * @param priority the higher one wins; a source without any has 0
 */
public record SourcePriority(String source, String attribute, int priority) implements Serializable {
    /** Stands for all attributes. */
    public static final String EVERY = "*";

    private static final Pattern FORM = Pattern.compile("([^\\s:/,'*]+)(?:/([a-z_]+))?:(-?\\d{1,4})");

    /** Reads {@code source:priority} and {@code source/attribute:priority}, several with commas between; none of an empty text. */
    static List<SourcePriority> parse(String text) {
        List<SourcePriority> priorities = new ArrayList<>();
        Set<List<String>> keys = new HashSet<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            Matcher matcher = FORM.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(part);
            }
            String attribute = matcher.group(2) == null ? EVERY : matcher.group(2);
            if (!attribute.equals(EVERY) && !CustomerAttributes.NAMES.contains(attribute)) {
                throw new IllegalArgumentException("no attribute " + attribute);
            }
            if (!keys.add(List.of(matcher.group(1), attribute))) {
                throw new IllegalArgumentException("twice: " + part);
            }
            priorities.add(new SourcePriority(matcher.group(1), attribute, Integer.parseInt(matcher.group(3))));
        }
        return List.copyOf(priorities);
    }
}
