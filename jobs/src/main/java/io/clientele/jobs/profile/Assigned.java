package io.clientele.jobs.profile;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Whose a node is.
 *
 * @param personId the person
 * @param version grows with every change of the person
 * @param since event time of what made it so, epoch microseconds
 * @param day the business day, days since 1970-01-01, from whose end on it counts in scores and cut points
 * @param answered facts of the node that the graph has answered
 * @param isKnown whether the person has the node's profile
 * @param isTold whether anybody has been told whose the node is or was
 */
@TypeInfo(AssignedSerializer.Factory.class)
public record Assigned(
        String personId, long version, long since, int day, int answered, boolean isKnown, boolean isTold) {

    Assigned answered(int answers) {
        return new Assigned(personId, version, since, day, answered + answers, isKnown, isTold);
    }

    Assigned to(String person, long at, int day) {
        return new Assigned(person, version + 1, at, day, answered, false, isTold);
    }

    Assigned since(long at) {
        return new Assigned(personId, version, at, day, answered, isKnown, isTold);
    }

    Assigned told() {
        return new Assigned(personId, version, since, day, answered, isKnown, true);
    }

    Assigned known() {
        return new Assigned(personId, version, since, day, answered, true, true);
    }
}
