package io.clientele.jobs.profile;

/**
 * Whose a node is.
 *
 * @param personId the person
 * @param version grows with every change of the person
 * @param answered facts of the node that the graph has answered
 * @param isKnown whether the person has the node's profile
 */
public record Assigned(String personId, long version, int answered, boolean isKnown) {

    Assigned answered(int answers) {
        return new Assigned(personId, version, answered + answers, isKnown);
    }

    Assigned to(String person) {
        return new Assigned(person, version + 1, answered, false);
    }

    Assigned known() {
        return new Assigned(personId, version, answered, true);
    }
}
