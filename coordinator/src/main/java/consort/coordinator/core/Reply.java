package consort.coordinator.core;

import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.fold.InviteView;
import consort.ledger.fold.ReleaseView;
import consort.ledger.note.CosignerKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers to requests. */
public sealed interface Reply {

    /** Entries now in the ledger, of which a receipt is due. */
    record Receipted(List<Long> indices) implements Reply {
        public Receipted {
            indices = List.copyOf(indices);
        }
    }

    /** A signed receipt: what the loop makes of {@link Receipted}. */
    record Receipt(byte[] note) implements Reply {
    }

    /**
     * An enrollment is in the ledger, perhaps since long.
     *
     * @param invite that was used: who is enrolled
     * @param indices of the entries, the first of which admits whoever it is; the loop turns them into {@code receipt}
     * @param receipt signed, empty before the loop signed it
     */
    record Enrolled(InviteView invite, List<Long> indices, byte[] receipt) implements Reply {
        public Enrolled {
            indices = List.copyOf(indices);
        }
    }

    /** The ledger index of what was asked for. */
    record Entry(long index) implements Reply {
    }

    /**
     * It is as was asked for.
     *
     * @param entry the index of the entry that says so; empty when nothing was appended and it is not known
     * @param already whether it was so before
     */
    record Changed(OptionalLong entry, boolean already) implements Reply {
    }

    /**
     * A period is closed.
     *
     * @param index of its bill in the ledger
     * @param period its number
     * @param already whether it was closed before
     */
    record PeriodClosed(long index, long period, boolean already) implements Reply {
    }

    /**
     * The payments of a closed period are instructed.
     *
     * @param payments all of them, by number
     * @param already whether all were before, or there are none
     */
    record Settled(long period, String currency, List<Payment> payments, boolean already) implements Reply {
        public Settled {
            payments = List.copyOf(payments);
        }
    }

    /**
     * One payment.
     *
     * @param number of the instruction: 1, 2, …
     * @param entry its index
     * @param confirmed whether its payee has said that the money came
     */
    record Payment(long number, long entry, Transfer transfer, boolean confirmed) {
    }

    /**
     * Where a key stands.
     *
     * @param lastSeq of the entries it signed
     * @param admitted whether the ledger ever admitted it
     * @param witness that of the witness of whoever asks, if it has one
     */
    record Position(long lastSeq, boolean admitted, Optional<CosignerKey> witness) implements Reply {
    }

    /**
     * The charter document; what else describes the consortium never changes.
     *
     * @param terms for an organization, empty for a worker
     */
    record Charter(byte[] document, Optional<ShareTerms> terms) implements Reply {
    }

    /**
     * An invited organization's place in the cost share.
     *
     * @param others how many other members there are so far
     * @param othersBenefit the sum of theirs
     * @param othersTier the sum of theirs
     */
    record ShareTerms(long benefit, long tier, int others, long othersBenefit, long othersTier) {
    }

    /**
     * There is a run of the job, or there will be one when it was approved.
     *
     * @param run 0 while the job waits for approvals
     * @param already whether it was under way, waited, or had ended before
     * @param ended whether that run has ended
     * @param waitsFor for people; empty when there is a run
     * @param estimate the document; empty when nobody made one
     * @param warning what the operator does well to know, in a sentence; empty when there is nothing
     */
    record Submitted(String job, long run, boolean already, boolean ended, String waitsFor, byte[] estimate, String warning) implements Reply {
    }

    /**
     * What a job would take.
     *
     * @param estimate the document
     * @param warning what the operator does well to know, in a sentence; empty when there is nothing
     */
    record Estimated(byte[] estimate, String warning) implements Reply {
    }

    /**
     * What somebody holds of the ledger was compared with it.
     *
     * @param waiting whether the coordinator waits for such reports and appends nothing
     * @param contradicted whether anybody holds what is not here
     * @param message for people; empty when there is nothing to say
     */
    record Heard(boolean waiting, boolean contradicted, String message) implements Reply {
    }

    /** The status document: JSON. */
    record Status(String json) implements Reply {
    }

    /**
     * Models, by run and round.
     *
     * @param more whether there are others after them
     */
    record Models(List<Model> models, boolean more) implements Reply {
        public Models {
            models = List.copyOf(models);
        }
    }

    /**
     * One model bound by the ledger.
     *
     * @param round 0 for the initial model of a run
     * @param entry index of the entry that binds it
     * @param accuracyMillionths -1 when it was not evaluated
     * @param releases of it, oldest first
     */
    record Model(long run, long round, String digest, long entry, long accuracyMillionths, List<ReleaseView> releases) {
        public Model {
            releases = List.copyOf(releases);
        }
    }

    /** The request cannot be done; the message is for the peer and says why. */
    record Refused(Code code, String message) implements Reply {
    }

    /** Why a request was refused. */
    enum Code {
        /** The request itself is wrong. */
        INVALID,
        /** It names something that is not there. */
        NOT_FOUND,
        /** It does not fit the present state. */
        CONFLICT,
        /** It is so already, and cannot be said again. */
        ALREADY,
        /** The invite it was made with is used up, has expired, or is for something else. */
        INVITE,
        /** A limit is reached, or members' reports are waited for; later it may work. */
        EXHAUSTED,
        /** A job that cannot be done with what there is. */
        UNFIT
    }
}
