package io.clientele.connectors.kafka;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits as Flink's committer does, and looks into what that calls fenced or invalid. After a restart this is mostly a transaction
 * that was committed before the restart, which the broker knows. Else Kafka has aborted it, because it was open for longer than its
 * timeout, and perhaps forgotten it since: its records will never be seen.
 */
@SuppressWarnings("try") // what it closes is of the type that Flink declares
final class TransactionGuard implements Committer<KafkaCommittable> {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionGuard.class);

    private final Committer<KafkaCommittable> committer;
    private final Properties client;
    private final LostTransactions lostTransactions;

    TransactionGuard(Committer<KafkaCommittable> committer, Properties client, LostTransactions lostTransactions) {
        this.committer = committer;
        this.client = client;
        this.lostTransactions = lostTransactions;
    }

    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests) throws IOException, InterruptedException {
        List<CommitRequest<KafkaCommittable>> guarded = requests.stream()
                .<CommitRequest<KafkaCommittable>>map(GuardedRequest::new)
                .collect(Collectors.toList());
        committer.commit(guarded);
    }

    @Override
    public void close() throws Exception {
        committer.close();
    }

    private boolean isCommitted(KafkaCommittable committable) throws ExecutionException, InterruptedException {
        String id = committable.getTransactionalId();
        try (Admin admin = Admin.create(client)) {
            TransactionDescription transaction =
                    admin.describeTransactions(List.of(id)).description(id).get();
            return transaction.producerId() == committable.getProducerId()
                    && (transaction.state() == TransactionState.COMPLETE_COMMIT
                            || transaction.state() == TransactionState.PREPARE_COMMIT);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    /** A request that asks the broker before it gives a transaction up. */
    private final class GuardedRequest implements CommitRequest<KafkaCommittable> {
        private final CommitRequest<KafkaCommittable> request;

        GuardedRequest(CommitRequest<KafkaCommittable> request) {
            this.request = request;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            String id = getCommittable().getTransactionalId();
            try {
                if (isCommitted(getCommittable())) {
                    LOG.info("Transaction {} was committed before the restart", id);
                    request.signalAlreadyCommitted();
                    return;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("cannot ask Kafka what became of transaction " + id, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while asking what became of transaction " + id, e);
            }
            String lost = "Kafka has aborted or forgotten transaction " + id
                    + " before it was committed: the job was away for"
                    + " longer than kafka.transaction-timeout, and the transaction's records are missing on their topic";
            if (lostTransactions == LostTransactions.FAIL) {
                throw new IllegalStateException(
                        lost
                                + ". Tables lack nothing; kafka.lost-transactions=accept lets the job go on without the records",
                        reason);
            }
            LOG.error("{}; accepted by kafka.lost-transactions", lost, reason);
            request.signalFailedWithKnownReason(reason);
        }

        @Override
        public KafkaCommittable getCommittable() {
            return request.getCommittable();
        }

        @Override
        public int getNumberOfRetries() {
            return request.getNumberOfRetries();
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            if (reason instanceof InvalidPidMappingException) {
                // the broker no longer knows the transactional id: it forgets those that were idle for days
                signalFailedWithKnownReason(reason);
            } else {
                request.signalFailedWithUnknownReason(reason);
            }
        }

        @Override
        public void retryLater() {
            request.retryLater();
        }

        @Override
        public void updateAndRetryLater(KafkaCommittable committable) {
            request.updateAndRetryLater(committable);
        }

        @Override
        public void signalAlreadyCommitted() {
            request.signalAlreadyCommitted();
        }
    }
}
