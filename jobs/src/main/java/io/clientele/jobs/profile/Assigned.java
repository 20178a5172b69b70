package io.clientele.jobs.profile;

/**
 * Whose a node is.
 *
 * @param personId the person
 * @param version grows with every change of the person
 * @param since event time of what made it so, epoch microseconds
 * @param answered facts of the node that the graph has answered
 * @param isKnown whether the person has the node's profile
 */
public record Assigned(String personId, long version, long since, int answered, boolean isKnown) {

    Assigned answered(int answers) {
        return new Assigned(personId, version, since, answered + answers, isKnown);
    }

    Assigned to(String person, long at) {
        return new Assigned(person, version + 1, at, answered, false);
    }

    Assigned known() {
        return new Assigned(personId, version, since, answered, true);
    }
}
