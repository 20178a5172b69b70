package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.RfmValues;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A person's values from some day on, for the scorer: they replace all that it knew of that day and later ones.
 *
 * @param steps the values at the ends of the days on which they change, sorted by day, at least one
 * @param isErased whether all of the person is forgotten; then the steps mean nothing
 */
@TypeInfo(RfmUpdateSerializer.Factory.class)
public record RfmUpdate(String personId, List<DatedValues> steps, boolean isErased) {

    static RfmUpdate erased(String personId, long at) {
        return new RfmUpdate(personId, List.of(new DatedValues(0, null, RfmValues.NONE, at, true)), true);
    }
}
