package io.clientele.jobs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

/** One slice per job: every package below {@code io.clientele.jobs} but those that jobs share. */
final class JobPackages implements SliceAssignment {
    private static final String ROOT = "io.clientele.jobs.";
    private static final Set<String> SHARED = Set.of("domain", "erasure", "events", "settings", "state");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName() + ".";
        if (!name.startsWith(ROOT) || name.equals(ROOT)) {
            return SliceIdentifier.ignore();
        }
        String job = name.substring(ROOT.length(), name.indexOf('.', ROOT.length()));
        return SHARED.contains(job) ? SliceIdentifier.ignore() : SliceIdentifier.of(job);
    }

    @Override
    public String getDescription() {
        return "one slice per job";
    }
}
