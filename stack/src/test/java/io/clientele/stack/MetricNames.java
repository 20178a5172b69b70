package io.clientele.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that the dashboards and alert rules of {@code docker/} name. */
public final class MetricNames {
    private static final Pattern NAME = Pattern.compile("\\bflink_\\w+");

    private MetricNames() {}

    /** All of them, as Prometheus knows them. */
    public static Set<String> used() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : List.of("docker/grafana/clientele.json", "docker/prometheus/alerts.yml")) {
            names.addAll(in(StackExtension.project().resolve(file)));
        }
        return names;
    }

    /** Those that a file names. */
    static Set<String> in(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(Files.readString(file));
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }
}
