package io.clientele.jobs;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The house rules that the compiler does not know. */
@AnalyzeClasses(packages = "io.clientele", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String JOBS = "io.clientele.jobs..";
    private static final String DOMAIN = "io.clientele.jobs.domain..";

    @ArchTest
    static final ArchRule layers = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("jobs")
            .definedBy(JOBS)
            .layer("connectors")
            .definedBy("io.clientele.connectors..")
            .layer("schemas")
            .definedBy("io.clientele.schemas..")
            .whereLayer("jobs")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("connectors")
            .mayOnlyBeAccessedByLayers("jobs")
            .whereLayer("schemas")
            .mayOnlyBeAccessedByLayers("jobs", "connectors")
            .because("jobs use connectors, connectors use schemas, and never the other way round");

    @ArchTest
    static final ArchRule jobsStandAlone = slices().assignedFrom(new JobPackages())
            .should()
            .notDependOnEachOther()
            .because(
                    "a job is deployed alone: what two jobs share belongs in domain, erasure, events, settings, state or the connectors");

    @ArchTest
    static final ArchRule sharedPackagesKnowNoJob = noClasses()
            .that()
            .resideInAnyPackage(
                    DOMAIN,
                    "io.clientele.jobs.erasure..",
                    "io.clientele.jobs.events..",
                    "io.clientele.jobs.settings..",
                    "io.clientele.jobs.state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.clientele.jobs.archive..", "io.clientele.jobs.journey..", "io.clientele.jobs.profile..")
            .because("jobs use what they share, and never the other way round");

    @ArchTest
    static final ArchRule domainIsPure = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            DOMAIN,
                            "java.lang..",
                            "java.math..",
                            "java.nio",
                            "java.nio.charset",
                            "java.security",
                            "java.text",
                            "java.time..",
                            "java.util",
                            "java.util.function",
                            "java.util.regex",
                            "java.util.stream",
                            "org.jspecify..")
                    .or(type(java.io.Serializable.class))
                    .or(DescribedPredicate.describe("primitives and arrays of them", ArchitectureTest::isPlain)))
            .because("the domain computes: no Flink, no I/O, so it can be tested and understood alone");

    @ArchTest
    static final ArchRule noClockAndNoChance = noClasses()
            .that()
            .resideInAPackage(JOBS)
            .should()
            .callMethodWhere(named(System.class, "currentTimeMillis")
                    .or(named(System.class, "nanoTime"))
                    .or(named(Clock.class, "system"))
                    .or(named(Clock.class, "systemUTC"))
                    .or(named(Clock.class, "systemDefaultZone"))
                    .or(named(Instant.class, "now"))
                    .or(named(LocalDate.class, "now"))
                    .or(named(LocalDateTime.class, "now"))
                    .or(named(OffsetDateTime.class, "now"))
                    .or(named(ZonedDateTime.class, "now"))
                    .or(named(UUID.class, "randomUUID"))
                    .or(named(Math.class, "random"))
                    .or(named(ThreadLocalRandom.class, "current")))
            .because(
                    "a rebuild must give what the live run gave: time comes from events, ids from hashes of their members");

    @ArchTest
    static final ArchRule noUnseededRandomness = noClasses()
            .that()
            .resideInAPackage(JOBS)
            .should()
            .callConstructorWhere(unseeded(Random.class).or(unseeded(SplittableRandom.class)))
            .because("a rebuild must give what the live run gave: randomness has a seed that is derived from the data");

    private static DescribedPredicate<JavaCall<?>> named(Class<?> owner, String method) {
        return target(owner(type(owner))).and(target(name(method))).forSubtype();
    }

    private static DescribedPredicate<JavaCall<?>> unseeded(Class<?> owner) {
        return target(owner(type(owner)))
                .and(target(rawParameterTypes(new Class<?>[0])))
                .forSubtype();
    }

    private static boolean isPlain(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        return base.isPrimitive() || (type.isArray() && base.getPackageName().equals("java.lang"));
    }
}
