package io.clientele.jobs.domain.identity;

/**
 * A refusal in force: the link, or for {@link RefusalReason#CONTRADICTED} the merge, of two identifiers joins nothing.
 * It is in force for as long as the other facts make it so.
 */
public record Refusal(IdentifierPair pair, RefusalReason reason) {}
