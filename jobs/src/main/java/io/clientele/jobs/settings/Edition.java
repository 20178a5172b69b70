package io.clientele.jobs.settings;

import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import java.io.Serializable;
import java.util.Locale;

/**
 * Which run of a job this is: the live one, or a rebuild that is made beside it. A rebuild computes the same by the same code; only what it
 * reads first, and the names of what it writes, are its own.
 *
 * @param rebuilt short name of the job that is rebuilt; empty for the live one
 * @param events what it reads
 */
public record Edition(String rebuilt, Events events) implements Serializable {

    /** The live job. */
    public static final Edition LIVE = new Edition("", Events.LIVE);

    /** Where events come from. */
    public enum Events {
        /** Topics of the rebuild's own, into which {@code raw.*} was copied. */
        COPIES,
        /** The topics that producers write to. */
        LIVE;

        static Events parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** @throws InvalidOption if the live job is to read copies */
    public Edition {
        if (rebuilt.isEmpty() && events == Events.COPIES) {
            throw InvalidOption.value(
                    Options.REBUILD_READS.key(), "copies", "live, unless " + Options.REBUILD_OF.key() + " names a job");
        }
    }

    /**
     * This, for a job that may be the live one or its own rebuild and no other's.
     *
     * @throws InvalidOption if another job is to be rebuilt
     */
    public Edition requireOf(String job) {
        if (!isLive() && !rebuilt.equals(job)) {
            throw InvalidOption.value(Options.REBUILD_OF.key(), rebuilt, "nothing, or " + job);
        }
        return this;
    }

    /**
     * For a job that has nothing to be rebuilt from.
     *
     * @throws InvalidOption if it is to be rebuilt
     */
    public void requireLive() {
        if (!isLive()) {
            throw InvalidOption.value(Options.REBUILD_OF.key(), rebuilt, "nothing for this job");
        }
    }

    /** Whether this is the live job. */
    public boolean isLive() {
        return rebuilt.isEmpty();
    }

    /** The namespace of everything that a rebuild writes. */
    public String namespace() {
        return "rebuild_" + rebuilt;
    }

    /** The table that this run writes in place of the live one. */
    public TableDefinition table(TableDefinition live) {
        return isLive() ? live : live.in(namespace());
    }

    /** The table that this run writes in place of the live one. */
    public LiveTable table(LiveTable live) {
        return isLive() ? live : live.in(namespace());
    }

    /** Name of this run of a job: its consumer group and the prefix of its transactions. */
    public String named(String job) {
        return isLive() ? job : job + "-rebuild";
    }

    /** The topic that this run publishes on in place of the live one. */
    public String topic(String live) {
        return prefix() + live;
    }

    /** What the names of the topics with events have before those of the contracts. */
    public String eventPrefix() {
        return events == Events.COPIES ? prefix() : "";
    }

    /**
     * The uid of the source of events. That of the copies is another one, so that the state of a rebuild which has read them to their end
     * goes on with the live topics, from the offsets that its consumer group was given.
     */
    public String source(String uid) {
        return events == Events.COPIES ? uid + "-copies" : uid;
    }

    private String prefix() {
        return isLive() ? "" : "rebuild-" + rebuilt + "-";
    }
}
