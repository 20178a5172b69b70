package io.clientele.stack.parts;

import java.util.List;

/**
 * A job of the line.
 *
 * @param name short name, used in commands
 * @param mainClass its main class in the job jar
 */
public record JobDefinition(String name, String mainClass) {

    /** The jobs that {@code up} submits. */
    public static final List<JobDefinition> ALL = List.of(
            new JobDefinition("archive", "io.clientele.jobs.archive.ArchiveJob"),
            new JobDefinition("profile", "io.clientele.jobs.profile.ProfileJob"),
            new JobDefinition("journey", "io.clientele.jobs.journey.JourneyJob"));

    private static final String REBUILD = "-rebuild";

    /** The run of this job that computes everything anew beside it. */
    public JobDefinition rebuild() {
        return new JobDefinition(name + REBUILD, mainClass);
    }

    /** The name of the job that it is a rebuild of, or its own. */
    String live() {
        return isRebuild() ? name.substring(0, name.length() - REBUILD.length()) : name;
    }

    /** Whether it is such a run: it may leave the state of the copies that it has read to the end. */
    boolean isRebuild() {
        return name.endsWith(REBUILD);
    }
}
