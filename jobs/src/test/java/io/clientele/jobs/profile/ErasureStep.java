package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.erasure.Erasure;
import org.jspecify.annotations.Nullable;

/** One thing after another: an event, or the word that somebody is erased. Public, since Flink makes no records of others. */
public record ErasureStep(
        @Nullable ReceivedEvent event, @Nullable Erasure erasure) {}
