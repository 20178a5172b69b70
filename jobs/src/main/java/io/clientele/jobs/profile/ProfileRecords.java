package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.domain.rfm.ScoringRules;
import io.clientele.jobs.domain.rfm.ValueCounts;
import io.clientele.schemas.Contracts;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Writes cut points and segment changes as records of their contracts. */
final class ProfileRecords implements Serializable {

    /** Places of a cut point in the contract, decimal(20,5). */
    private static final int CUT_SCALE = 5;

    private static final String[] CUTS = {"p20", "p40", "p60", "p80"};

    private final BusinessCalendar calendar;
    private final ScoringRules rules;

    ProfileRecords(ProfileSettings settings) {
        this.calendar = settings.calendar();
        this.rules = settings.scoring();
    }

    GenericRecord thresholds(CutPoints cuts) {
        GenericRecord record = new GenericData.Record(Contracts.THRESHOLDS.schema());
        record.put("threshold_version", cuts.version());
        record.put("as_of_date", cuts.asOfDay());
        record.put("effective_from", calendar.startOfDay(cuts.asOfDay()));
        record.put("scoring_mode", rules.mode());
        record.put("population", cuts.population());
        for (int cut = 0; cut < CUTS.length; cut++) {
            record.put(
                    "recency_" + CUTS[cut], CutPoints.count(cuts.recency()[cut]).setScale(CUT_SCALE));
            record.put(
                    "frequency_" + CUTS[cut],
                    CutPoints.count(cuts.frequency()[cut]).setScale(CUT_SCALE));
            record.put(
                    "monetary_" + CUTS[cut],
                    CutPoints.amount(cuts.monetary()[cut]).setScale(CUT_SCALE));
        }
        record.put("monetary_is_exact", cuts.isMonetaryExact());
        record.put("monetary_relative_error", cuts.isMonetaryExact() ? 0.0 : ValueCounts.RELATIVE_ERROR);
        return record;
    }

    GenericRecord segmentChange(SegmentChange change) {
        GenericRecord record = new GenericData.Record(Contracts.SEGMENT_CHANGE.schema());
        record.put("person_id", change.personId());
        record.put("customer_id", change.customerId());
        record.put("from_segment", change.fromSegment());
        record.put("to_segment", change.toSegment());
        record.put("as_of_date", change.asOfDay());
        record.put("changed_at", change.changedAt());
        record.put("threshold_version", change.thresholdVersion());
        record.put("is_intraday", change.isIntraday());
        return record;
    }

    /** A record about a customer has the customer as its key (else the person), one about everybody has none. */
    static byte @Nullable [] key(GenericRecord record) {
        if (!record.hasField("person_id")) {
            return null;
        }
        Object customer = record.get("customer_id");
        return String.valueOf(customer == null ? record.get("person_id") : customer)
                .getBytes(StandardCharsets.UTF_8);
    }
}
