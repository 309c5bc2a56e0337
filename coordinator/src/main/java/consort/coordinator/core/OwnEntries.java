package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Access;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Approval;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.Key;
import consort.ledger.entry.Limits;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.Subject;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.entry.Withdrawal;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.PartyEntryView;
import consort.ledger.fold.State;
import consort.ledger.fold.WitnessView;
import consort.ledger.fold.WorkerView;
import consort.ledger.note.VerifierKey;
import java.util.List;
import java.util.Optional;

/**
 * The entries that a party appends itself: an organization invites workers and people, withdraws them, approves jobs, disputes and
 * accepts bills, confirms payments and goes over to its next key, a worker says how fast it is, or leaves, both say what they
 * erased, and with which key they witness. The same bytes get the same receipt.
 */
final class OwnEntries {

    /** What whoever signs with a key of before is told. */
    private static final String RETIRED_KEY = "this key of %s was replaced by its next one and signs no more";

    private static final String CLAIM_CHECKED = "a claim of %s with this seq is being checked";

    private OwnEntries() {
    }

    static void append(Turn turn, Event.AppendEntry event) {
        Optional<VerifierKey> present = key(turn, event.ticket(), event.signer());
        if (present.isEmpty()) {
            return;
        }
        try {
            Entry entry = Entries.parse(event.entry());
            Optional<VerifierKey> key = turn.state().keyOf(entry.signature())
                    .filter(one -> one.name().equals(present.get().name()));
            boolean own = entry.body() instanceof PartyBody body && isOwn(body, event.signer())
                    && entry.domain().equals(turn.state().domain());
            Optional<VerifiedEntry> signed = own ? key.flatMap(one -> VerifiedEntry.of(entry, one)) : Optional.empty();
            if (signed.isPresent()) {
                place(turn, event, signed.get());
            } else {
                turn.refuse(event.ticket(), Code.INVALID, "not an entry that " + event.signer() + " may append, signed with its key: "
                        + (event.signer().worker().isPresent() ? "a benchmark of it, its key as a witness, an erasure, or its departure"
                                : "an invite of a worker or a person, a withdrawal, an approval, what it says to a bill or a payment,"
                                        + " an erasure, its next key, or its witness's"));
            }
        } catch (MalformedEntryException | UnknownEntryTypeException malformed) {
            turn.refuse(event.ticket(), Code.INVALID, malformed.getMessage());
        }
    }

    /** Whether it is of a kind that comes this way, and speaks for its signer. */
    private static boolean isOwn(PartyBody body, Subject signer) {
        return switch (body) {
            case Key key -> key.purpose() != Key.Purpose.WORKER && signer.equals(isWorkersWitness(key)
                    ? Subject.of(key.workerId()) : Subject.ofOrganization(key.organization()));
            case Access access -> signer.equals(Subject.ofOrganization(access.organization()));
            case Withdrawal withdrawal -> signer.equals(Subject.ofOrganization(withdrawal.organization()));
            case Departure departure -> signer.equals(Subject.of(departure.workerId()));
            case Benchmark benchmark -> signer.equals(Subject.of(benchmark.workerId()));
            case Approval approval -> signer.equals(Subject.ofOrganization(approval.organization()));
            case Erasure erasure -> signer.equals(erasure.workerId().map(Subject::of)
                    .orElseGet(() -> Subject.ofOrganization(erasure.organization())));
            case Dispute dispute -> signer.equals(Subject.ofOrganization(dispute.organization()));
            case Ack ack -> signer.equals(Subject.ofOrganization(ack.organization()));
            case SettlementConfirm confirm -> signer.equals(Subject.ofOrganization(confirm.organization()));
            default -> false;
        };
    }

    /** Whether a worker says that it is its organization's witness. */
    private static boolean isWorkersWitness(Key key) {
        return key.purpose() == Key.Purpose.WITNESS && key.worker().isPresent();
    }

    private static void place(Turn turn, Event.AppendEntry event, VerifiedEntry signed) {
        VerifierKey key = signed.key();
        PartyBody body = (PartyBody) signed.entry().body();
        long last = turn.state().lastSeq(key);
        if (body.seq() > last && !counts(turn, event.signer(), key)) {
            turn.refuse(event.ticket(), Code.CONFLICT, RETIRED_KEY.formatted(event.signer()));
        } else if (body.seq() <= last) {
            placeAgain(turn, event, key, body.seq());
        } else if (body.seq() != last + 1) {
            turn.refuse(event.ticket(), Code.CONFLICT, "the next entry of " + event.signer() + " has seq " + (last + 1)
                    + ", not " + body.seq());
        } else if (body instanceof Withdrawal withdrawal && !turn.state().takesPart(withdrawal.subject())) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, Leaving.absent(turn.state(), withdrawal.subject()));
        } else if (body instanceof Benchmark benchmark && Operations.barred(turn.state(), benchmark.workerId()).isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, Operations.barred(turn.state(), benchmark.workerId()).get());
        } else if (body instanceof Benchmark benchmark && unfit(turn, benchmark).isPresent()) {
            turn.refuse(event.ticket(), Code.INVALID, unfit(turn, benchmark).get());
        } else if (body instanceof Benchmark benchmark && turn.ephemeral().pendingClaims.containsKey(benchmark.workerId())) {
            turn.refuse(event.ticket(), Code.CONFLICT, CLAIM_CHECKED.formatted(event.signer()));
        } else if (body instanceof Key witness && isWorkersWitness(witness) && turn.ephemeral().pendingClaims.containsKey(witness.workerId())) {
            turn.refuse(event.ticket(), Code.CONFLICT, CLAIM_CHECKED.formatted(event.signer()));
        } else if (body instanceof Erasure erasure && erasure.workerId().filter(turn.ephemeral().pendingClaims::containsKey).isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, CLAIM_CHECKED.formatted(event.signer()));
        } else if (body instanceof Erasure erasure && Erasures.unfit(turn.state(), erasure).isPresent()) {
            Erasures.refuse(turn, event.ticket(), Erasures.unfit(turn.state(), erasure).get());
        } else if (unfit(turn, body).isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, unfit(turn, body).get());
        } else {
            enter(turn, event, signed);
        }
    }

    /** Why a benchmark cannot be entered. */
    private static Optional<String> unfit(Turn turn, Benchmark benchmark) {
        Optional<ReferenceSpeed> reference = turn.state().charter().reference(benchmark.trainer());
        if (reference.isEmpty()) {
            return Optional.of("the charter names no reference speed of trainer " + benchmark.trainer());
        }
        if (reference.get().steps() != benchmark.steps()) {
            return Optional.of("the charter's benchmark of trainer " + benchmark.trainer() + " has " + reference.get().steps()
                    + " steps, not " + benchmark.steps());
        }
        return turn.state().workers().get(benchmark.workerId()).benchmarked() < Limits.MAX_BENCHMARKS_PER_WORKER ? Optional.empty()
                : Optional.of("the ledger has " + Limits.MAX_BENCHMARKS_PER_WORKER + " benchmarks of worker " + benchmark.workerId()
                        + " already; no more are entered");
    }

    /** Whether a key that the signer has, or had, signs for it now. */
    private static boolean counts(Turn turn, Subject signer, VerifierKey key) {
        if (signer.workerId().isPresent()) {
            return key.equals(turn.state().workers().get(signer.workerId().get()).key());
        }
        MemberView member = turn.state().members().get(signer.organization());
        return key.equals(member.key()) || member.successor().filter(key::equals).isPresent();
    }

    /** Why what a party says cannot be entered. */
    private static Optional<String> unfit(Turn turn, PartyBody body) {
        return switch (body) {
            case Approval approval -> unfit(turn, approval);
            case Key witness when isWorkersWitness(witness) -> unfit(turn.state(), witness);
            case Dispute dispute -> Disputes.unfit(turn, dispute);
            case Ack ack -> Disputes.unfit(turn, ack);
            case SettlementConfirm confirm -> Payments.unfit(turn.state(), confirm);
            default -> Optional.empty();
        };
    }

    /** Why a worker cannot become its organization's witness. */
    private static Optional<String> unfit(State state, Key witness) {
        return Operations.barred(state, witness.workerId()).or(() -> state.witnesses().of(witness.organization()).map(standing ->
                witness.organization() + " has a witness already, with the key " + standing.key() + ", which only the organization replaces"));
    }

    /** Why an approval cannot be entered. */
    private static Optional<String> unfit(Turn turn, Approval approval) {
        State state = turn.state();
        if (state.charter().approvals() == 0) {
            return Optional.of("the charter asks for no approvals");
        }
        if (!state.jobs().containsKey(approval.job())) {
            return Optional.of("no job " + approval.job() + " was submitted");
        }
        return JobWithdrawals.said(state, approval.job()).or(() ->
                Optional.ofNullable(state.approvals(approval.job()).get(approval.organization()))
                        .map(entry -> approval.organization() + " has approved this job already, with entry " + entry));
    }

    private static void enter(Turn turn, Event.AppendEntry event, VerifiedEntry signed) {
        long index = turn.nextIndex();
        turn.append(signed);
        // The receipt goes first: whoever leaves is cut off afterwards.
        turn.answer(event.ticket(), new Reply.Receipted(List.of(index)));
        switch (signed.entry().body()) {
            case Withdrawal withdrawal -> Leaving.follow(turn, withdrawal.subject(), "was withdrawn: " + withdrawal.reason());
            case Departure departure -> Leaving.follow(turn, Subject.of(departure.workerId()), "left: " + departure.reason());
            default -> { }
        }
    }

    /** The same bytes get the same receipt; other bytes with a used seq are a finding. */
    private static void placeAgain(Turn turn, Event.AppendEntry event, VerifierKey key, long seq) {
        PartyEntryView held = turn.state().entryAt(key, seq).orElseThrow();
        if (Findings.same(event.entry(), held)) {
            turn.answer(event.ticket(), new Reply.Receipted(List.of(held.entry().index())));
        } else if (!key(turn, event.signer()).filter(key::equals).isPresent()) {
            // Whoever holds a key that was given up must not be able to accuse its owner.
            turn.refuse(event.ticket(), Code.CONFLICT, RETIRED_KEY.formatted(event.signer()));
        } else {
            Findings.conflict(turn, key, event.signer().organization(), event.signer().worker(), seq, held, event.entry());
            turn.refuse(event.ticket(), Code.CONFLICT, "another entry of " + event.signer() + " with seq " + seq
                    + " stands at index " + held.entry().index() + "; both are kept as a finding");
        }
    }

    /** Nobody waits for it; but what is not here may have been lost, and is said. */
    static void reported(Turn turn, Event.Report event) {
        if (event.ticket() == Event.Report.UNASKED) {
            return;
        }
        Holding holding = event.holding().orElseThrow();
        switch (holding.kind()) {
            case SAME -> turn.answer(event.ticket(), new Reply.Heard(false, false, ""));
            case UNSIGNED -> turn.refuse(event.ticket(), Code.INVALID, "notes that this log's key did not sign are no report");
            case MORE, OTHER -> turn.answer(event.ticket(), new Reply.Heard(false, true, "the ledger here has "
                    + turn.state().size() + " entries, and not all that " + event.who() + " holds the log key's signature on"));
        }
    }

    static void position(Turn turn, Event.AskPosition event) {
        key(turn, event.ticket(), event.signer()).ifPresent(present -> {
            VerifierKey key = event.key().orElse(present);
            boolean admitted = turn.state().keysByName().getOrDefault(present.name(), List.of()).contains(key);
            turn.answer(event.ticket(), new Reply.Position(admitted ? turn.state().lastSeq(key) : 0, admitted,
                    turn.state().witnesses().of(event.signer().organization()).map(WitnessView::key)));
        });
    }

    private static Optional<VerifierKey> key(Turn turn, Subject signer) {
        return signer.workerId().isPresent()
                ? Optional.ofNullable(turn.state().workers().get(signer.workerId().get())).map(WorkerView::key)
                : Optional.ofNullable(turn.state().members().get(signer.organization()))
                        .filter(member -> member.revoked().isEmpty()).map(MemberView::key);
    }

    private static Optional<Long> revoked(Turn turn, Subject signer) {
        return Optional.ofNullable(turn.state().members().get(signer.organization())).flatMap(member -> member.revoked().stream().boxed().findFirst());
    }

    /** The signer's present key; refuses when it has none. */
    private static Optional<VerifierKey> key(Turn turn, long ticket, Subject signer) {
        Optional<VerifierKey> key = key(turn, signer);
        if (key.isEmpty()) {
            turn.refuse(ticket, Code.NOT_FOUND, revoked(turn, signer).map(entry -> signer.organization() + " was revoked with entry " + entry
                    + ": its key signs nothing any more").orElse(signer + " is no member of this consortium, or no more"));
        }
        return key;
    }
}
