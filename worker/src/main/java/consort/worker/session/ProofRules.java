package consort.worker.session;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.Proof;
import consort.proto.ProofWanted;
import consort.proto.WorkerMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks for proofs of what receipts said, and for a checkpoint that continues the remembered one: with each connection, after each
 * receipt, and again when no answer comes. One answer is awaited at a time.
 */
final class ProofRules {

    /** As many as the coordinator proves at once. */
    private static final int MAX_SEQS = 16;

    private static final String MESSAGE = "proof";
    private static final String SHOWN = "checkpoint-shown";
    private static final String REMEMBERED = "checkpoint-remembered";

    private ProofRules() {
    }

    /** The remembered checkpoint as hello shows it: with the log's own signatures, so that it is short. Empty without any. */
    static ByteString held(Turn turn) {
        return turn.state().proving().known().map(known -> {
            String origin = turn.logKeys().origin();
            List<NoteSignature> own = known.note().signatures().stream().filter(one -> one.name().equals(origin)).toList();
            return ByteString.copyFrom(own.isEmpty() ? known.bytes() : new Note(known.note().text(), own).bytes());
        }).orElse(ByteString.EMPTY);
    }

    /** What was asked on an earlier connection is not answered any more. */
    static void welcomed(Turn turn) {
        Proving proving = turn.state().proving().with(Optional.empty());
        turn.become(proving);
        if (proving.known().isPresent()) {
            if (!isSigned(proving.known().get(), turn)) {
                return;
            }
            ask(turn);
        }
        lookUp(turn);
    }

    /** A file that was damaged would make an honest coordinator look like one that forks. */
    private static boolean isSigned(SignedCheckpoint known, Turn turn) {
        try {
            known.verify(turn.logKeys());
            return true;
        } catch (MalformedNoteException | UnverifiedNoteException damaged) {
            turn.fail(Fatal.DAMAGED, "receipts/checkpoint is damaged, for the coordinator never signed it (" + damaged.getMessage()
                    + "); put it back, or in its place the last part of a receipts/*.tlog-proof, after the empty line, and look at the disk");
            return false;
        }
    }

    private static void lookUp(Turn turn) {
        turn.become(turn.state().proving().looking(turn.now().monotonicMillis()));
        turn.emit(new Effect.FindUnproven(turn.logKeys()));
    }

    /** A receipt is kept. */
    static void receipted(long seq, List<Receipted> entries, Turn turn) {
        turn.become(turn.state().proving().lacking(new Unproven(seq, entries)));
        askForMore(turn);
    }

    /** Receipts without proofs were looked up. */
    static void found(Backlog backlog, Turn turn) {
        List<Long> before = turn.state().proving().backlog().damaged();
        turn.become(turn.state().proving().with(backlog));
        if (!backlog.damaged().isEmpty() && !backlog.damaged().equals(before)) {
            turn.tell(Notice.Kind.PROBLEM, "receipts/" + backlog.damaged().getFirst()
                    + (backlog.damaged().size() > 1 ? " and " + (backlog.damaged().size() - 1) + " more are" : " is")
                    + " damaged: not what the coordinator signed. No proof is asked for before the file is put back from a copy;"
                    + " perhaps you should look at the disk");
        }
        askForMore(turn);
    }

    static void ticked(Turn turn) {
        boolean due = turn.state().proving().wish()
                .filter(wish -> turn.now().monotonicMillis() - wish.sinceMillis() >= turn.timing().resendMillis()).isPresent();
        if (due && turn.online()) {
            complain(turn);
            ask(turn);
        }
        Proving proving = turn.state().proving();
        if (!proving.backlog().damaged().isEmpty() && turn.online()
                && turn.now().monotonicMillis() - proving.lookedMillis() >= turn.timing().resendMillis()) {
            lookUp(turn);
        }
    }

    static void came(Proof message, Turn turn) {
        switch (new ProofCheck(turn.state().proving(), turn.logKeys()).check(message)) {
            case ProofCheck.Stale _ -> { }
            case ProofCheck.Valid valid -> proven(valid, turn);
            case ProofCheck.Invalid(String why) -> lied(message, why, turn);
        }
    }

    private static void proven(ProofCheck.Valid valid, Turn turn) {
        Proving before = turn.state().proving();
        boolean grown = valid.newest().checkpoint().size() > before.knownSize();
        if (grown || !valid.proven().isEmpty()) {
            turn.emit(new Effect.KeepProofs(valid.newest(), valid.proven()));
        }
        Set<Long> seqs = valid.proven().stream().map(Proven::seq).collect(Collectors.toSet());
        Proving after = before.proven(grown ? valid.newest() : before.known().orElse(valid.newest()), seqs);
        if (seqs.isEmpty() && before.wish().filter(wish -> wish.seqs() > 0).isPresent()) {
            // Nothing of what was asked for: to ask again at once would bring no more.
            turn.become(after.with(Optional.of(wish(after, turn))));
            if (isWithheld(valid.newest(), turn)) {
                complain(turn);
            }
        } else {
            turn.become(after.with(Optional.empty()));
            askForMore(turn);
        }
    }

    /** Whether the oldest receipt that lacks proofs is about entries under this checkpoint. */
    private static boolean isWithheld(SignedCheckpoint newest, Turn turn) {
        return turn.state().proving().backlog().first().stream().limit(1)
                .anyMatch(oldest -> oldest.entries().getLast().index() < newest.checkpoint().size());
    }

    private static void askForMore(Turn turn) {
        Backlog backlog = turn.state().proving().backlog();
        if (backlog.first().isEmpty() && backlog.further() > 0) {
            lookUp(turn);
        } else if (!backlog.first().isEmpty() && turn.state().proving().wish().isEmpty()) {
            ask(turn);
        }
    }

    private static void ask(Turn turn) {
        if (!turn.online()) {
            return;
        }
        Proving proving = turn.state().proving();
        turn.become(proving.with(Optional.of(wish(proving, turn))));
        turn.send(WorkerMessage.newBuilder().setProofWanted(ProofWanted.newBuilder()
                .setKnownSize(proving.knownSize())
                .addAllSeqs(proving.backlog().first().stream().limit(MAX_SEQS).map(Unproven::seq).toList())).build());
    }

    private static Proving.Wish wish(Proving proving, Turn turn) {
        return new Proving.Wish(turn.now().monotonicMillis(), Math.min(MAX_SEQS, proving.backlog().first().size()));
    }

    /** Once, until a proof comes. */
    private static void complain(Turn turn) {
        Proving proving = turn.state().proving();
        if (!proving.told() && !proving.backlog().first().isEmpty()) {
            turn.become(proving.complained());
            turn.tell(Notice.Kind.PROBLEM, "the coordinator gives no proof of what receipt " + proving.backlog().first().getFirst().seq()
                    + " says" + (proving.backlog().count() > 1 ? ", nor of " + (proving.backlog().count() - 1) + " later ones" : "")
                    + "; asking again. Perhaps you should verify a copy of the ledger with receipts/");
        }
    }

    private static void lied(Proof message, String why, Turn turn) {
        turn.emit(new Effect.KeepEvidence(MESSAGE, message.toByteString()));
        turn.emit(new Effect.KeepEvidence(SHOWN, message.getCheckpoint()));
        turn.state().proving().known().ifPresent(known ->
                turn.emit(new Effect.KeepEvidence(REMEMBERED, ByteString.copyFrom(known.bytes()))));
        turn.fail(Fatal.TAMPERING, "the coordinator does not prove what it signed: " + PeerText.shown(why) + ". What it showed is kept as evidence/"
                + MESSAGE + " and evidence/" + SHOWN + ", what it contradicts in receipts/; perhaps you should show them to the other members");
    }
}
